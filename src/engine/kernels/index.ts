import { EngineError } from '../primitives/engine-error.ts';
import type { Kernel } from './contract/kernel.ts';
import { createNativeKernel, instructionSets } from './native/index.ts';
import { reference } from './reference/index.ts';
import { createWasmKernel } from './wasm/index.ts';

export interface KernelOptions {
  /** Threads among which the native kernel splits a batch. The other kernels use one thread. Default: 1. */
  threads?: number;
}

/** Fastest first. A factory returns null if its kernel does not run on this machine. */
const factories: Record<string, (options: KernelOptions) => Kernel | null> = {
  native: createNativeKernel,
  wasm: createWasmKernel,
  reference: () => reference,
};

/** `native` with one instruction set of this machine, by name: `native-avx2`. They are for measurements: `native`
 *  chooses the fastest of them. */
const nativeFactories = Object.fromEntries(
  instructionSets.map((instructionSet) => [
    `native-${instructionSet}`,
    (options: KernelOptions) => createNativeKernel({ ...options, instructionSet }),
  ]),
);

/** The kernels that run on this machine, fastest first. */
export function availableKernels(options: KernelOptions = {}): readonly Kernel[] {
  return Object.values(factories)
    .map((create) => create(options))
    .filter((kernel) => kernel !== null);
}

/** Creates the kernel of this name; default: the fastest. Each call returns a new kernel with its own threads and
 *  memory, which are freed when it is garbage-collected.
 *  @throws EngineError if this machine has no kernel of this name. */
export function selectKernel(name?: string, options: KernelOptions = {}): Kernel {
  if (name === undefined) return createNativeKernel(options) ?? createWasmKernel();
  const known = { ...factories, ...nativeFactories };
  const kernel = Object.hasOwn(known, name) ? known[name](options) : null;
  if (kernel === null) {
    const names = [...availableKernels().map((available) => available.name), ...Object.keys(nativeFactories)];
    throw new EngineError(`There is no kernel "${name}" here; available: ${names.join(', ')}`);
  }
  return kernel;
}
