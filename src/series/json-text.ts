import { Piscina } from 'piscina';
import type { DatasetHeader, ParsedDataset } from '../contracts/dataset.ts';
import type { SeriesObservations } from '../contracts/observations.ts';
import { AppError } from '../errors.ts';
import type { JsonAnswer, JsonTask } from './json-thread.ts';

/** Far more than the largest upload takes on a slow machine. */
const readMsMax = 300_000;
const heapMiBMax = 4_096;
const threadsMax = 2;
const bodiesWaitingMax = 20;
const idleMsMax = 10_000;

export interface JsonTextReader {
  /** @throws AppError as for a small body; overloaded */
  dataset(bytes: Uint8Array<ArrayBuffer>): Promise<ParsedDataset>;
  observations(
    bytes: Uint8Array<ArrayBuffer>,
    header: DatasetHeader,
    soleId: string | null,
  ): Promise<SeriesObservations[]>;
}

/** Reads large JSON uploads beside the others' calls. The bytes change hands. */
export function createJsonTextReader(): JsonTextReader {
  const threads = new Piscina<JsonTask, JsonAnswer>({
    filename: new URL('./json-thread.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: threadsMax,
    maxQueue: bodiesWaitingMax,
    idleTimeout: idleMsMax,
    resourceLimits: { maxOldGenerationSizeMb: heapMiBMax },
  });
  const read = async (task: JsonTask & { bytes: Uint8Array<ArrayBuffer> }) => {
    if (threads.queueSize >= bodiesWaitingMax) {
      throw new AppError('overloaded', { detail: 'Too many uploads are waiting to be read.' });
    }
    const signal = AbortSignal.timeout(readMsMax);
    const transferList = [task.bytes.buffer];
    const answer = await threads.run(task, { signal, transferList }).catch((cause: unknown) => {
      const detail = 'The body could not be read: there is too little time or memory for it at present.';
      throw new AppError('overloaded', { detail, cause });
    });
    if ('code' in answer) throw new AppError(answer.code, answer.details);
    return answer;
  };
  return {
    async dataset(bytes) {
      const answer = await read({ bytes, observationsOf: null });
      return (answer as { dataset: ParsedDataset }).dataset;
    },
    async observations(bytes, header, soleId) {
      const answer = await read({ bytes, observationsOf: { header, soleId } });
      return (answer as { observations: SeriesObservations[] }).observations;
    },
  };
}
