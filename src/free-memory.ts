import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collects everything that can be collected, and returns the free pages to the operating system.
 *  @param returnFreePages does so for memory outside of V8, which loading code fragments */
export function freeMemory(returnFreePages?: () => void): void {
  setFlagsFromString('--expose-gc');
  const collect: NodeJS.GCFunction = runInNewContext('gc');
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  returnFreePages?.();
}
