/** How many past observations a call may forecast, so that it ends in its time. */
import { expect, test } from 'vitest';
import { limits } from '../../src/contracts/schemas/index.ts';
import { methodOperations } from '../../src/forecasting/serving/method-operations.ts';
import { comparedDefault } from '../../src/services/comparisons/anomalies.ts';
import { pastObservationsMax } from '../../src/services/inputs/operations.ts';
import { specOf } from '../forecasting/support.ts';

/** A model of hours, as a training with the preset `fast` resolves it. */
const hourly = (shares: Record<string, number>) =>
  specOf({
    ...{ family: 'seasonal', horizon: 24, context_length: 672, layers: 1, hidden_size: 64, decoder_size: 64 },
    ...{ members: 5, base: 'seasonal_naive', season_length: 168, seasons: [24, 168], shares },
  });

test('statistical methods count, each by the observations that it reads', () => {
  const networks = hourly({ network: 1 });
  const mixed = hourly({ network: 0.5, mstl: 0.4, instant: 0.1 });
  expect(methodOperations(networks)).toBe(0);
  expect(methodOperations(mixed)).toBeGreaterThan(methodOperations(hourly({ network: 0.5, mstl: 0.5 })));
  const daily = { ...mixed, season_length: 24, seasons: [24] };
  expect(methodOperations(daily)).toBeLessThan(methodOperations(mixed)); // mstl reads eight seasons

  const [most, ofNetworks] = [mixed, networks].map((spec) =>
    pastObservationsMax(spec, methodOperations(spec)),
  );
  expect(most).toBeLessThan(ofNetworks / 2);
  expect(most).toBeGreaterThan(limits.anomalySeriesPointsDefault);
  expect(most * methodOperations(mixed)).toBeLessThanOrEqual(limits.pastOperationsMax);
});

test('a call without `from` compares what fits', () => {
  expect(comparedDefault(1, 5_000)).toBe(limits.anomalySeriesPointsDefault);
  expect(comparedDefault(25, 5_000)).toBe(200);
  expect(comparedDefault(1, 300)).toBe(300);
  expect(comparedDefault(0, 300)).toBe(300);
});
