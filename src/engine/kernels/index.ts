import { EngineError } from '../engine-error.ts';
import type { Kernel } from './kernel.ts';
import { createNativeKernel } from './native/index.ts';
import { reference } from './reference/index.ts';

export interface KernelOptions {
  /** Threads that share the batch in the native kernel; the others have one. */
  threads?: number;
}

/** The kernels that run on this machine, fastest first. */
export function availableKernels(options: KernelOptions = {}): readonly Kernel[] {
  return [createNativeKernel(options), reference].filter((kernel) => kernel !== null);
}

/** The named kernel, or the fastest without a name.
 *  @throws EngineError when there is none of that name on this machine. */
export function selectKernel(name?: string, options: KernelOptions = {}): Kernel {
  const kernels = availableKernels(options);
  const kernel = name === undefined ? kernels[0] : kernels.find((candidate) => candidate.name === name);
  if (kernel === undefined)
    throw new EngineError(
      `There is no kernel "${name}" here; available: ${kernels.map((candidate) => candidate.name).join(', ')}`,
    );
  return kernel;
}
