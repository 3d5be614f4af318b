import type { SymbolReader } from '../../contracts/ports/index.ts';
import { createBodyThreads, jsonThreadFailure } from '../../series/index.ts';
import type { SymbolJsonAnswer } from './json-thread.ts';

/** Far more than the largest body takes on a slow machine. */
const readMsMax = 60_000;

/** Reads large JSON of symbols beside the others' calls. */
export function createSymbolJsonReader(): SymbolReader['jsonText'] {
  const read = createBodyThreads<Uint8Array, SymbolJsonAnswer>({
    entry: new URL('./json-thread.ts', import.meta.url),
    msMax: readMsMax,
    threadsMax: 1,
    heapMiBMax: 2_048,
    toError: jsonThreadFailure,
  });
  return async (bytes) => (await read(bytes)).parsed;
}
