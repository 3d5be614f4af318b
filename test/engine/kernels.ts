import type { Kernel } from '../../src/engine/index.ts';
import { createNativeKernel, instructionSets } from '../../src/engine/kernels/native/index.ts';
import { createWasmKernel } from '../../src/engine/kernels/wasm/index.ts';

/** One kernel for each fast path that runs on this machine: instruction sets with 1, 2 and 3
 *  threads, and WebAssembly. */
export function fastKernels(): Kernel[] {
  const natives = instructionSets.flatMap((instructionSet) =>
    [1, 2, 3].map((threads) => ({
      ...createNativeKernel({ instructionSet, threads })!,
      name: `native ${instructionSet}, ${threads} thread${threads > 1 ? 's' : ''}`,
    })),
  );
  return [...natives, createWasmKernel()];
}
