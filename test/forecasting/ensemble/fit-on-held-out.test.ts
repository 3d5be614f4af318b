import { expect, test } from 'vitest';
import { defaultQuantiles } from '../../../src/contracts/schemas/models/settings.ts';
import { comparedWindowsMax } from '../../../src/forecasting/ensemble/fit-on-held-out.ts';

test('the number of windows for ensemble weights is limited by the preset and by memory', () => {
  const day = { preset: 'accurate' as const, horizon: 24, quantiles: defaultQuantiles };
  expect(comparedWindowsMax(day, 3)).toBe(3_000);
  expect(comparedWindowsMax({ ...day, preset: 'fast' }, 3)).toBe(1_200);
  const long = { ...day, horizon: 1_000, quantiles: Array.from({ length: 99 }, (_, i) => (i + 1) / 100) };
  const windows = comparedWindowsMax(long, 6);
  expect(windows).toBeGreaterThan(0);
  expect(8 * windows * long.horizon * long.quantiles.length * 7).toBeLessThanOrEqual(320_000_000);
});
