import { expect, test } from 'vitest';
import { csvOptionsSchema } from '../../src/contracts/schemas/datasets/dataset.ts';
import { columnsWithout } from '../../src/series/columns/index.ts';
import { PeriodRows } from '../../src/series/frame/index.ts';

const columnsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ index, name: `s${index}`, key: `s${index}` }));

test('cells of a wide table are tested a few times each, however many columns there are', () => {
  const columns = columnsOf(3_000);
  const row = columns.map(({ index }) => `${index}.5`);
  let tested = 0;
  const isDate = () => {
    tested++;
    return false;
  };
  const options = csvOptionsSchema.parse({});
  expect(PeriodRows.of(columns, row, options, null, { isDate, isMissing: () => false })).toBeNull();
  expect(tested).toBeLessThanOrEqual(4 * columns.length);
});

test('columns without others keep their order', () => {
  const columns = columnsOf(5);
  const [a, b, c, d, e] = columns;
  expect(columnsWithout(columns, [b], [e, a])).toEqual([c, d]);
});
