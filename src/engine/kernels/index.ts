import { EngineError } from '../engine-error.ts';
import type { Kernel } from './kernel.ts';
import { createNativeKernel } from './native/index.ts';
import { reference } from './reference/index.ts';
import { createWasmKernel } from './wasm/index.ts';

export interface KernelOptions {
  /** Threads that share the batch in the native kernel; the others have one. */
  threads?: number;
}

/** Fastest first; null where it does not run. */
const makers: Record<string, (options: KernelOptions) => Kernel | null> = {
  native: createNativeKernel,
  wasm: createWasmKernel,
  reference: () => reference,
};

/** The kernels that run on this machine, fastest first. */
export function availableKernels(options: KernelOptions = {}): readonly Kernel[] {
  return Object.values(makers)
    .map((make) => make(options))
    .filter((kernel) => kernel !== null);
}

/** The named kernel, or the fastest without a name. A new one each time, with threads and memory of its own that go
 *  when it is no longer used.
 *  @throws EngineError when there is none of that name on this machine. */
export function selectKernel(name?: string, options: KernelOptions = {}): Kernel {
  if (name === undefined) return createNativeKernel(options) ?? createWasmKernel();
  const kernel = Object.hasOwn(makers, name) ? makers[name](options) : null;
  if (kernel === null)
    throw new EngineError(
      `There is no kernel "${name}" here; available: ${availableKernels()
        .map((candidate) => candidate.name)
        .join(', ')}`,
    );
  return kernel;
}
