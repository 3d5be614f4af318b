import { Piscina } from 'piscina';
import type { SymbolReader } from '../../contracts/symbol-ports.ts';
import { AppError } from '../../errors.ts';
import type { SymbolJsonAnswer } from './json-thread.ts';

/** Far more than the largest body takes on a slow machine. */
const readMsMax = 60_000;
const heapMiBMax = 2_048;
const bodiesWaitingMax = 20;
const idleMsMax = 10_000;

/** Reads large JSON of symbols beside the others' calls. */
export function createSymbolJsonReader(): SymbolReader['jsonText'] {
  const threads = new Piscina<Uint8Array, SymbolJsonAnswer>({
    filename: new URL('./json-thread.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    maxQueue: bodiesWaitingMax,
    idleTimeout: idleMsMax,
    resourceLimits: { maxOldGenerationSizeMb: heapMiBMax },
  });
  return async (bytes) => {
    if (threads.queueSize >= bodiesWaitingMax)
      throw new AppError('overloaded', { detail: 'Too many uploads are waiting to be read.' });
    const signal = AbortSignal.timeout(readMsMax);
    const answer = await threads.run(bytes, { signal }).catch((cause: unknown) => {
      const detail = 'The body could not be read: there is too little time or memory for it at present.';
      throw new AppError('overloaded', { detail, cause });
    });
    if ('code' in answer) throw new AppError(answer.code, answer.details);
    return answer.parsed;
  };
}
