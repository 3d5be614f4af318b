import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { serializedParts } from '../../bodies/index.ts';
import { bodyHeapMiBMax, createBodyThreads, threadFailure } from '../../body-threads/index.ts';
import type {
  InlineHistories,
  InlineSeries,
  InlineTable,
  Observations,
  SeriesReader,
} from '../../contracts/ports/index.ts';
import type { ParsedDataset, SeriesData } from '../../contracts/schemas/index.ts';
import { isLargerThan, jsonInlineBytesMax } from '../../json-size.ts';
import { readInline } from './inline.ts';
import { readInlineTable } from './inline-table.ts';
import type { JsonAnswer, JsonTask, TextTask } from './json-thread.ts';

/** Far longer than the largest upload takes on a slow machine. */
const readMsMax = 300_000;

/** Parses large JSON uploads in threads, and reads large inline series there. The bytes are transferred: the caller
 *  cannot use them afterwards. */
export function createJsonThreadReader(): Pick<SeriesReader, 'jsonText' | 'inline'> {
  const threads = createBodyThreads<JsonTask, JsonAnswer>({
    entry: new URL('./json-thread.ts', import.meta.url),
    msMax: readMsMax,
    threadsMax: 2,
    heapMiBMax: bodyHeapMiBMax(),
    toError: threadFailure,
  });
  const read = (task: TextTask) => threads(task, { transferList: [task.bytes.buffer] });
  return {
    jsonText: {
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
    },
    async inline(given, header, options = {}) {
      if ('columns' in given) {
        const series = await readInlineTable(given, header, async (task, transferList) => {
          const { answer } = await threads({ kind: 'times', ...task }, { transferList });
          assert(answer.kind === 'times');
          return answer.read;
        });
        return { series, warnings: [] };
      }
      if (Array.isArray(given) && !isLargerThan(given, jsonInlineBytesMax))
        return readInline(given, header, options);
      const { answer, series } = await threads({ kind: 'inline', header, options }, { body: partsOf(given) });
      assert(answer.kind === 'inline');
      return { series: inOrder(series as SeriesData[], answer.refused), warnings: answer.warnings };
    },
  };
}

/** The bytes of series. Other work of the main thread goes between two parts. */
async function* partsOf(given: Exclude<InlineSeries, InlineTable>): AsyncGenerator<Buffer> {
  const parts = Array.isArray(given) ? serializedParts(given) : given.parts;
  for (const part of parts) {
    yield Buffer.from(part.buffer as ArrayBuffer, part.byteOffset, part.byteLength);
    await setImmediate();
  }
}

/** The series of a call, with those that were refused in their places. */
function inOrder(
  series: SeriesData[],
  refused: Extract<JsonAnswer, { kind: 'inline' }>['refused'],
): InlineHistories['series'] {
  const found: InlineHistories['series'] = [];
  let at = 0;
  for (const { position, ...problem } of refused) {
    while (found.length < position) found.push(series[at++]);
    found.push(problem);
  }
  while (at < series.length) found.push(series[at++]);
  return found;
}
