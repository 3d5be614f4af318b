import { Readable } from 'node:stream';
import { bodyHeapMiBMax, createBodyThreads, threadFailure } from '../../body-threads/index.ts';
import type { HoldBytes, SymbolReader } from '../../contracts/ports/index.ts';
import type { SymbolOptions } from '../../contracts/schemas/index.ts';
import { chunksOf, readHead } from '../../series/index.ts';
import type { SymbolBodyAnswer, SymbolBodyTask } from './body-thread.ts';
import { readEventLog } from './events.ts';
import { readSymbolText } from './text.ts';

/** Smaller bodies are read in the main thread, in a few milliseconds. */
const inlineBytesMax = 64 * 1024;
/** Bodies that arrive at the same time in a thread. */
const bodiesPerThread = 16;

/** Reads texts and event logs; large ones in threads, while they arrive. */
export function createSymbolBodyReader(): Pick<SymbolReader, 'text' | 'events'> {
  const threads = createBodyThreads<SymbolBodyTask, SymbolBodyAnswer>({
    entry: new URL('./body-thread.ts', import.meta.url),
    msMax: null,
    threadsMax: 2,
    tasksPerThread: bodiesPerThread,
    heapMiBMax: bodyHeapMiBMax(),
    toError: threadFailure,
  });
  async function read(
    format: SymbolBodyTask['format'],
    body: Readable,
    options: SymbolOptions,
    hold?: HoldBytes,
  ) {
    const { chunks, isWhole } = await readHead(chunksOf(body), (head) => head.length > inlineBytesMax);
    if (!isWhole) return (await threads({ format, options }, { body: chunks, hold })).answer.parsed;
    const small = Readable.from(chunks);
    return format === 'text' ? readSymbolText(small, options, hold) : readEventLog(small, options, hold);
  }
  return {
    text: (body, options, hold) => read('text', body, options, hold),
    events: (body, options, hold) => read('events', body, options, hold),
  };
}
