import { expect, test } from 'vitest';
import { sizesFor } from '../../../src/forecasting/families/sizes.ts';
import { resolveSpec } from '../../../src/forecasting/families/spec.ts';
import { historiesOf } from '../../../src/forecasting/history/target.ts';
import { header, seriesOf, specOf } from '../support.ts';

test('the targets of a training are bounded for long horizons, and those of short ones are as before', () => {
  const targets = (horizon: number, windows = 8_000) => {
    const { batch_size, steps } = sizesFor('seasonal', 'fast', { windows, horizon, season: 24 });
    return batch_size * steps * horizon;
  };
  expect(sizesFor('seasonal', 'fast', { windows: 300_000, horizon: 48, season: 24 })).toMatchObject({
    batch_size: 128,
    steps: 1_000,
  });
  for (const horizon of [97, 288, 500, 1_000]) expect(targets(horizon)).toBeLessThanOrEqual(1e7);
  for (const horizon of [288, 1_000]) expect(targets(horizon)).toBeGreaterThan(2e6);
});

test('a season of 288 steps is read in groups, as a season, from five days on', () => {
  const day = (t: number) => 20 + 10 * Math.sin((2 * Math.PI * t) / 288);
  const fiveMinutes = {
    ...header,
    frequency: { ...header.frequency, step: 'PT5M', season_lengths: [288, 2_016] },
  };
  for (const days of [7, 30]) {
    const values = Array.from({ length: 288 * days }, (_, t) => day(t) + (t % 11));
    const { spec } = resolveSpec(
      specOf({ horizon: 288 }),
      historiesOf([seriesOf(values)], { target: 'y' }, fiveMinutes),
      fiveMinutes,
    );
    expect(spec).toMatchObject({ family: 'seasonal', season_length: 288 });
  }
});
