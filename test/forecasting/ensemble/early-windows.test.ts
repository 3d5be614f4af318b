/** Windows of few series before their validation part. */
import { expect, test } from 'vitest';
import { priorOf } from '../../../src/forecasting/ensemble/choose-weights.ts';
import { earlyWindows } from '../../../src/forecasting/ensemble/early-windows.ts';
import { withoutNetwork } from '../../../src/forecasting/ensemble/mixture-weights.ts';
import type { ResolvedSpec } from '../../../src/forecasting/families/index.ts';
import type { PreparedSeries } from '../../../src/forecasting/sampling/index.ts';

function originsOf(values: number[], spec: Partial<ResolvedSpec>): number[] {
  const fitEnd = values.length;
  const one = { raw: Float64Array.from(values), split: { fitEnd, validationOrigins: [fitEnd] } };
  const task = { horizon: 24, season_length: 24, ...spec } as ResolvedSpec;
  return earlyWindows([one as unknown as PreparedSeries], task).map(({ origin }) => origin);
}

const moving = (n: number) => Array.from({ length: n }, (_, t) => Math.sin(t));

test('windows begin after two of the longest season, if that leaves enough of them', () => {
  expect(Math.min(...originsOf(moving(600), {}))).toBeLessThan(336);
  expect(Math.min(...originsOf(moving(600), { seasons: [24, 168] }))).toBeGreaterThanOrEqual(336);
  expect(Math.min(...originsOf(moving(370), { seasons: [24, 168] }))).toBeLessThan(336);
});

test('a constant start has no windows', () => {
  const values = [...new Array(300).fill(0), ...moving(200).map((value) => value + 3)];
  expect(Math.min(...originsOf(values, { season_length: 1, horizon: 6 }))).toBeGreaterThan(350);
});

test('the prior of MSTL falls with the windows that the networks learnt from', () => {
  const spec = { family: 'seasonal', covariates: null, horizon: 24 } as const;
  const prior = (trained: number) => priorOf(['mstl', 'instant'], { trained }, spec).mstl;
  expect(prior(500)).toBeGreaterThan(0.3);
  expect(prior(300_000)).toBeLessThan(0.02);
});

test('the prior moves from the instant forecast to the networks with the windows that they learnt from', () => {
  const spec = { family: 'short', covariates: null, horizon: 12 } as const;
  const prior = (trained: number) => priorOf(['instant', 'dotm', 'damped'], { trained }, spec);
  expect(prior(10).instant).toBeGreaterThan(4 * prior(10).dotm);
  expect(prior(10).network).toBeLessThan(0.03);
  expect(prior(100_000).instant).toBeLessThan(prior(100_000).network);
});

test('weights without the networks sum to 1, and networks alone stay', () => {
  const weights = {
    overall: { network: 0.5, theta: 0.5 },
    kinds: { walk: { network: 0.2, ets: 0.8 } },
    series: { a: { network: 1 } },
  };
  expect(withoutNetwork(weights)).toEqual({
    overall: { theta: 1 },
    kinds: { walk: { ets: 1 } },
    series: { a: { network: 1 } },
  });
});
