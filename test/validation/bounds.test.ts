import { expect, test } from 'vitest';
import { symbolForecastInSchema } from '../../src/contracts/schemas/index.ts';
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
