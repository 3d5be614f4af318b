import { type Kernel, selectKernel } from '../../src/engine/index.ts';

/** The kernel with this number of threads; `undefined` if it runs on one thread only.
 *  @throws EngineError if there is no kernel of this name. */
export function kernelOn(threads: number, name?: string): Kernel | undefined {
  const kernel = selectKernel(name, { threads });
  return threads === 1 || kernel.name.startsWith('native') ? kernel : undefined;
}
