import type { Kernel } from '../../src/engine/index.ts';
import { createNativeKernel, instructionSets } from '../../src/engine/kernels/native/index.ts';
import { createWasmKernel } from '../../src/engine/kernels/wasm/index.ts';

/** Every fast path that runs on this machine, one kernel for each, named by what is special about it. */
export function fastKernels(): Kernel[] {
  const natives = instructionSets.flatMap((instructionSet) =>
    [1, 2, 3].map((threads) => ({
      ...createNativeKernel({ instructionSet, threads })!,
      name: `native ${instructionSet}, ${threads} thread${threads > 1 ? 's' : ''}`,
    })),
  );
  return [...natives, createWasmKernel()];
}
