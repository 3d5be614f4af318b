import { EngineError } from '../engine-error.ts';
import type { Kernel } from './kernel.ts';
import { reference } from './reference/index.ts';

/** The kernels that run on this machine, fastest first. */
export function availableKernels(): readonly Kernel[] {
  return [reference];
}

/** The named kernel, or the fastest without a name.
 *  @throws EngineError when there is none of that name on this machine. */
export function selectKernel(name?: string): Kernel {
  const kernels = availableKernels();
  if (name === undefined) return kernels[0];
  const kernel = kernels.find((candidate) => candidate.name === name);
  if (kernel === undefined)
    throw new EngineError(
      `There is no kernel "${name}" here; available: ${kernels.map((candidate) => candidate.name).join(', ')}`,
    );
  return kernel;
}
