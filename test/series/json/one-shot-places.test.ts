import { expect, test } from 'vitest';
import { oneShotInSchema } from '../../../src/contracts/schemas/index.ts';
import { createSeriesReader } from '../../../src/series/index.ts';
import { refusal } from '../reading.ts';

const read = (body: object) => createSeriesReader().oneShot(oneShotInSchema.parse({ horizon: 1, ...body }));
const record = (unique_id: string | number, ds: string, y: number | null = 1) => ({ unique_id, ds, y });
const first = record('a', '2024-01-01');

const cases: [name: string, body: object, path: string, detail?: string][] = [
  [
    'a time that is none',
    { records: [first, record('b', '2024-01-01'), record('a', 'x-01')] },
    '/records/2/ds',
  ],
  [
    'a time that is there twice',
    { records: [record('b', '2024-01-01'), first, record('b', '2024-01-02'), first] },
    '/records/3/ds',
    'twice, first at /records/1/ds',
  ],
  ['two kinds of time', { records: [first, record('b', '2024-01-01T00:00:00Z')] }, '/records/1'],
  [
    'an id as a number and as a text',
    { records: [first, record(1, '2024-01-01'), record('1', '2024-01-01')] },
    '/records/2/unique_id',
  ],
  [
    'timestamps that are none',
    { series: [{ timestamps: ['2024-01-01', 'x-01'], values: [1, 2] }] },
    '/series/0/timestamps/1',
  ],
  [
    'times that are none',
    { series: [{ times: ['2024-01-01', 'x-01'], values: [1, 2] }] },
    '/series/0/times/1',
  ],
  ['a freq that does not fit', { series: [{ values: [1] }, { freq: 'h', values: [1] }] }, '/series/1/freq'],
  ['a frequency that does not fit', { frequency: 'PT1H', series: [{ values: [1] }] }, '/frequency'],
];

test.each(cases)('%s is told with its place in the body', async (_, body, path, detail = `${path}: `) => {
  const problem = await refusal(() => read(body));
  expect(problem.errors![0].path).toBe(path);
  expect(problem.detail).toContain(detail);
});
