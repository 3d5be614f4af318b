import { type Kernel, selectKernel } from '../../src/engine/index.ts';

/** The kernel on that many threads; `undefined` when it only runs on one.
 *  @throws EngineError when there is none of that name. */
export function kernelOn(threads: number, name?: string): Kernel | undefined {
  const kernel = selectKernel(name, { threads });
  return threads === 1 || kernel.name === 'native' ? kernel : undefined;
}
