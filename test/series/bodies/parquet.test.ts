import { Readable } from 'node:stream';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { createTableReader } from '../../../src/series/tables/index.ts';

const options = { layout: 'auto', date_order: 'auto' } as const;
const rows = 200;
const good = Buffer.from(
  parquetWriteBuffer({
    columnData: [
      { name: 'unique_id', data: Array.from({ length: rows }, (_, i) => `s${i % 2}`) },
      { name: 'ds', data: Array.from({ length: rows }, (_, i) => new Date(Date.UTC(2020, 0, 1 + i))) },
      { name: 'y', data: Array.from({ length: rows }, (_, i) => i), type: 'DOUBLE' },
    ],
  }),
);

test('a file that takes too long is given up, and the next one is read', async () => {
  const impatient = createTableReader({ fileMsMax: 1 });
  await expect(impatient.table(Readable.from([good]), options)).rejects.toMatchObject({
    code: 'format_unsupported',
    message: expect.stringContaining('takes more than'),
  });
  const { series } = await createTableReader().table(Readable.from([good]), options);
  expect(series.map(({ id, values }) => [id, values.length])).toEqual([
    ['s0', rows / 2],
    ['s1', rows / 2],
  ]);
});
