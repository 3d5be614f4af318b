import { expect, test } from 'vitest';
import { datasetInSchema, symbolForecastInSchema } from '../../src/contracts/schemas/index.ts';
import { validated } from '../../src/validation/index.ts';

test.each([2 ** 32, 2 ** 53, -1, -(2 ** 53)])(
  'the integer %d is refused by the tightest bound only',
  (seed) => {
    const result = validated(symbolForecastInSchema, { context: 'a', seed }, 'body');
    const { faults = [], detail } = 'error' in result ? result.error.details : {};
    const bound = seed < 0 ? 'at least 0' : 'at most 4294967295';
    expect(faults).toEqual([expect.objectContaining({ path: '/seed' })]);
    expect(JSON.stringify([detail, faults])).toContain(bound);
  },
);

test('a number that is written as a text is told from a number', () => {
  const series = [{ times: ['2024-01-01', '2024-01-02'], values: ['103', 'many'] }];
  const result = validated(datasetInSchema, { series }, 'body');
  const { faults = [] } = 'error' in result ? result.error.details : {};
  expect(faults.map(({ message }) => message)).toEqual([
    '`series[0].values[0]` is the text `103`',
    '`series[0].values[1]` is `many`',
  ]);
});
