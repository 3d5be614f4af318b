/** How many past observations a call may forecast, so that it ends in its time. */
import { expect, test } from 'vitest';
import type { IndexRange } from '../../src/contracts/ports/index.ts';
import {
  type Dataset,
  limits,
  type ModelSpec,
  type NumericModel,
  rowsOf,
  type SeriesData,
  type SymbolSpec,
} from '../../src/contracts/schemas/index.ts';
import { methodOperations } from '../../src/forecasting/serving/method-operations.ts';
import {
  type AnomaliesDeps,
  anomaliesOf,
  comparedDefault,
} from '../../src/services/comparisons/anomalies.ts';
import { pastObservationsMax, requireTracedSymbols } from '../../src/services/inputs/operations.ts';
import { header, specOf } from '../forecasting/support.ts';

/** A model of hours, as a training with the preset `fast` resolves it. */
const hourly = (shares: Record<string, number>) =>
  specOf({
    ...{ family: 'seasonal', horizon: 24, context_length: 672, layers: 1, hidden_size: 64, decoder_size: 64 },
    ...{ members: 5, base: 'seasonal_naive', season_length: 168, seasons: [24, 168], shares },
  });

test('the symbols of a trace are bounded by the size of the network, with a refusal of its own', () => {
  const sizes = { layers: 4, hidden_size: 512, embedding_size: 512, vocabulary_size: 10_000 };
  const large = { cell: 'lstm', input: 'embedding', ...sizes } as SymbolSpec;
  expect(() => requireTracedSymbols(large, 1_000)).not.toThrow();
  expect(() => requireTracedSymbols(large, 100_000)).toThrow(
    expect.objectContaining({ code: 'trace_too_large', message: expect.stringContaining('`context`') }),
  );
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

/** 100 observations, and promotions that are known for 60 rows more. */
const withPromotions = (id: string): SeriesData => ({
  id,
  times: Float64Array.from({ length: 160 }, (_, t) => t),
  values: Float64Array.from({ length: 160 }, (_, t) => (t < 100 ? t % 5 : Number.NaN)),
  covariates: { promo: new Float64Array(160).fill(1) },
  static: {},
});

/** The first times that a call for `count` stored series compares. */
async function comparedFrom(count: number, methods = 0): Promise<number[]> {
  const stored = new Map(Array.from({ length: count }, (_, i) => [`s${i}`, withPromotions(`s${i}`)]));
  const compared: number[] = [];
  const deps = {
    datasets: {
      async read(_tenant: string, _id: string, { indexes }: { indexes: Map<string, IndexRange> }) {
        return [...indexes].map(([id, { first, end }]) => rowsOf(stored.get(id)!, first, end));
      },
      async countsBefore() {
        return [...stored.keys()].map((id) => ({ id, point_count: 160, before: [10] }));
      },
    },
    forecaster: {
      ...{ tailPoints: () => 30, methodOperations: () => methods },
      async anomalies({ series, from }: { series: SeriesData[]; from: number }) {
        compared.push(from);
        return series.map(({ id }) => ({ series_id: id, tested: 1, anomalies: [] }));
      },
    },
    weightsOf: async () => null,
  } as unknown as AnomaliesDeps;
  const spec = specOf({
    ...hourly({ network: 1 }),
    covariates: { future: ['promo'] } as ModelSpec['covariates'],
  });
  const model = { id: 'm', spec } as NumericModel;
  const dataset = { ...header, id: 'ds', version: 1, covariates: ['promo'] } as Dataset;
  await anomaliesOf(deps, 't', model, dataset, { level: 99 });
  return compared;
}

test('a call without `from` compares observations, not the rows that are known in advance', async () => {
  const most = Math.min(limits.anomalyPointsMax, pastObservationsMax(hourly({ network: 1 }), 0));
  const ofSeries = comparedDefault(limits.forecastSeriesMax, most);
  expect(ofSeries).toBeLessThan(60);
  expect(await comparedFrom(limits.forecastSeriesMax)).toEqual([100 - ofSeries]);
  expect(await comparedFrom(1)).toEqual([0]);
});

test('a call without `from` that compares too much is told to name fewer series', async () => {
  await expect(comparedFrom(5, limits.pastOperationsMax / 2)).rejects.toThrow(
    /^5 observations .*: fewer series$/,
  );
});
