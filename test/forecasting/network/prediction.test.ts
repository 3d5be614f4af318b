import { expect, test } from 'vitest';
import { layoutOf, type MemberSpec } from '../../../src/forecasting/families/index.ts';
import { haveSameInputs } from '../../../src/forecasting/network/prediction.ts';
import { run, seasonalSeries, seriesOf, specOf, succeeded } from '../support.ts';

test('networks that differ in context, base path or seasons a step have different inputs', async () => {
  const trained = succeeded(
    await run({ spec: specOf({ steps: 1, members: 1 }), series: [seriesOf(seasonalSeries(600, 12, 2))] }),
  );
  const spec = { ...trained.spec, base_seasons: [1], season_steps: 1 } as MemberSpec;
  const layout = layoutOf(spec);
  expect(haveSameInputs(layout, layoutOf({ ...spec, seed: 9 }))).toBe(true);
  for (const other of [
    { context_length: 2 * spec.context_length },
    { base_seasons: [1, 7] },
    { season_steps: 2 },
  ])
    expect(haveSameInputs(layout, layoutOf({ ...spec, ...other }))).toBe(false);
});
