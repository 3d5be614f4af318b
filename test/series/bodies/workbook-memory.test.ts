/** Rows to the last column of Excel: 30 bytes of a sheet are 131 kB in memory. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { tableOptionsSchema } from '../../../src/contracts/schemas/datasets/dataset.ts';
import { workbookOf } from '../../support/files/workbook.ts';

const heapMiBMax = 384;
const text = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
const header = `<row r="1">${text('A1', 't')}${text('B1', 'y')}</row>`;
const range = (count: number) => Array.from({ length: count }, (_, i) => i + 2);
const wide = (count: number, filled = '') =>
  range(count)
    .map(
      (r) =>
        `<row r="${r}"><c r="A${r}"><v>${r}</v></c><c r="B${r}"><v>1</v></c><c r="XFD${r}">${filled}</c></row>`,
    )
    .join('');

/** Reads a workbook in a thread with little memory, and waits until nothing is left to do in it.
 *  @returns the code of the refusal, or the number of points */
async function readApart(bytes: Buffer): Promise<string | number> {
  const entry = new URL('../../../src/series/table-bodies/file.ts', import.meta.url);
  const code = `import { parentPort, workerData } from 'node:worker_threads';
    const { readFile } = await import(${JSON.stringify(entry.href)});
    const { bytes, options } = workerData;
    parentPort.postMessage(
      await readFile(bytes, options, {}).then(({ series }) => series[0].times.length, ({ code }) => code));`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
    workerData: { bytes, options: tableOptionsSchema.parse({}) },
    resourceLimits: { maxOldGenerationSizeMb: heapMiBMax },
  });
  const [[answer]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
  return answer;
}

test('nothing of a sheet is read after its refusal', async () => {
  expect(await readApart(workbookOf(header + wide(40_000, '<v>1</v>'), { isStored: false }))).toBe(
    'csv_invalid',
  );
});

test('a sheet that is stored without compression is read row by row', async () => {
  expect(await readApart(workbookOf(header + wide(5_000), { isStored: true }))).toBe(5_000);
});
