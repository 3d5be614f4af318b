import { createBodyThreads, threadFailure } from '../../body-threads/index.ts';
import type { SymbolReader } from '../../contracts/ports/index.ts';
import type { SymbolJsonAnswer } from './json-thread.ts';

/** Timeout of a read; the largest body needs much less on a slow machine. */
const readMsMax = 60_000;

/** Reads large JSON uploads of symbols in a thread. */
export function createSymbolJsonReader(): SymbolReader['jsonText'] {
  const read = createBodyThreads<{ bytes: Uint8Array }, SymbolJsonAnswer>({
    entry: new URL('./json-thread.ts', import.meta.url),
    msMax: readMsMax,
    threadsMax: 1,
    heapMiBMax: 2_048,
    toError: threadFailure,
  });
  return async (bytes) => (await read({ bytes })).answer.parsed;
}
