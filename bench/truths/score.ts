import { createRng } from '../../src/engine/index.ts';
import { insampleError, type MethodName, methodNames, methods } from '../../src/forecasting/index.ts';
import { type AutoForecast, trainedOn } from './auto.ts';
import { partInside } from './coverage.ts';
import type { Cell } from './plan.ts';

/** Figures of a cell. Errors are mean absolute ones in units of the in-sample error, by method; `truth`
 *  is the best forecast. */
export interface CellScore {
  truth: string;
  series: number;
  points: number;
  seed: number;
  season: number;
  family: string;
  seconds: number;
  coverage: number;
  errors: Record<string, number>;
}

const levels = [0.5];

/** Trains, and scores the windows after the end of each series. Neither networks nor methods are fitted again. */
export async function scored({ truth, series, points, windows, seed }: Cell): Promise<CellScore> {
  const { horizon } = truth;
  const rng = createRng(seedOf(`${truth.name} ${series} ${points} ${seed}`));
  const made = Array.from({ length: series }, () => truth.make(rng, points, horizon, windows));
  const origins = Array.from({ length: windows }, (_, w) => points + w * horizon);
  const knownAt = (origin: number) => made.map(({ values }) => values.slice(0, origin));
  const histories = knownAt(points);
  const units = histories.map((history) => insampleError(history, points, truth.season) ?? 1);
  /** @param pathAt forecast of a series from an origin */
  const errorOf = (pathAt: (s: number, w: number) => ArrayLike<number>) => {
    let sum = 0;
    for (const [s, { values }] of made.entries())
      for (const [w, origin] of origins.entries()) {
        const path = pathAt(s, w);
        for (let h = 0; h < horizon; h++) sum += Math.abs(values[origin + h] - path[h]) / units[s];
      }
    return sum / series / windows / horizon;
  };
  const begin = Date.now();
  const model = await trainedOn(histories, truth, seed);
  const seconds = (Date.now() - begin) / 1_000;
  const forecasts = origins.map((origin) => model.forecast(knownAt(origin)));
  const sumOver = (values: Float64Array, origin: number, { lower, upper, quantiles }: AutoForecast) => {
    let sum = 0;
    for (let h = 0; h < horizon; h++)
      sum += partInside(
        values[origin + h],
        { lower: lower[h], upper: upper[h] },
        quantiles.map((path) => path[h]),
      );
    return sum;
  };
  let inside = 0;
  for (const [s, { values }] of made.entries())
    for (const [w, origin] of origins.entries()) inside += sumOver(values, origin, forecasts[w][s]);
  const ofMethod = (name: MethodName) => {
    const { season, seasons } = model;
    const fitted = methods[name].fit(histories, { horizon, season, seasons, levels });
    return errorOf((s, w) => fitted[s](made[s].values.slice(0, origins[w])).point);
  };
  const compared = methodNames.filter((name) => name === 'instant' || model.methods.includes(name));
  return {
    truth: truth.name,
    series,
    points,
    seed,
    season: model.season,
    family: model.family,
    seconds,
    coverage: inside / series / windows / horizon,
    errors: {
      auto: errorOf((s, w) => forecasts[w][s].median),
      truth: errorOf((s, w) => made[s].truth.subarray(w * horizon, (w + 1) * horizon)),
      ...Object.fromEntries(compared.map((name) => [name, ofMethod(name)])),
    },
  };
}

/** Seed of a cell: no two cells share their random draws. Source: the hash FNV-1a. */
function seedOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
