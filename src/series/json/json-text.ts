import assert from 'node:assert/strict';
import { createBodyThreads, threadFailure } from '../../body-threads/index.ts';
import type { Observations, SeriesReader } from '../../contracts/ports/index.ts';
import type { ParsedDataset } from '../../contracts/schemas/index.ts';
import type { JsonAnswer, JsonTask } from './json-thread.ts';

/** Far longer than the largest upload takes on a slow machine. */
const readMsMax = 300_000;

/** Parses large JSON uploads in threads. The bytes are transferred: the caller cannot use them afterwards. */
export function createJsonTextReader(): SeriesReader['jsonText'] {
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
      const { answer, packed } = await read({ bytes, kind: 'dataset' });
      assert(answer.kind === 'dataset');
      return { ...answer.dataset, series: packed };
    },
    async observations(bytes, header, someIds) {
      const { answer, series } = await read({ bytes, kind: 'observations', header, someIds });
      assert(answer.kind === 'observations');
      return { ...answer.observations, series: series as Observations['series'] };
    },
    async oneShot(bytes) {
      const { answer, series } = await read({ bytes, kind: 'one_shot' });
      assert(answer.kind === 'one_shot');
      const data =
        answer.data === null ? null : { ...answer.data, series: series as ParsedDataset['series'] };
      return { ...answer.call, data };
    },
  };
}
