import type { Observations, PackedDataset } from '../../contracts/ports/index.ts';
import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { createBodyThreads, threadFailure } from '../threads/index.ts';
import type { JsonAnswer, JsonTask } from './json-thread.ts';

/** Far longer than the largest upload takes on a slow machine. */
const readMsMax = 300_000;

export interface JsonTextReader {
  /** @throws AppError as `readJson`; body_invalid_json, overloaded */
  dataset(bytes: Uint8Array<ArrayBuffer>): Promise<PackedDataset>;
  observations(
    bytes: Uint8Array<ArrayBuffer>,
    header: DatasetHeader,
    someIds: string[],
  ): Promise<Observations>;
}

/** Parses large JSON uploads in threads. The bytes are transferred: the caller cannot use them afterwards. */
export function createJsonTextReader(): JsonTextReader {
  const threads = createBodyThreads<JsonTask, JsonAnswer>({
    entry: new URL('./json-thread.ts', import.meta.url),
    msMax: readMsMax,
    threadsMax: 2,
    heapMiBMax: 4_096,
    toError: threadFailure,
  });
  const read = (task: JsonTask & { bytes: Uint8Array<ArrayBuffer> }) =>
    threads(task, { transferList: [task.bytes.buffer] });
  return {
    async dataset(bytes) {
      const { answer, packed } = await read({ bytes, observationsOf: null });
      return { ...answer.dataset!, series: packed };
    },
    async observations(bytes, header, someIds) {
      const { answer, series } = await read({ bytes, observationsOf: { header, someIds } });
      return { ...(answer.observations as Observations), series: series as Observations['series'] };
    },
  };
}
