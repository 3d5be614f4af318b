import { createRng } from '../../src/engine/index.ts';
import { insampleError, type MethodName, methodNames, methods } from '../../src/forecasting/index.ts';
import { autoForecasts } from './auto.ts';
import type { Cell } from './plan.ts';

/** Figures of a cell. Errors are mean absolute ones in units of the in-sample error, by method; `truth` is the best forecast. */
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

/** Trains, and scores the window after the end of each series. */
export async function scored({ truth, series, points, seed }: Cell): Promise<CellScore> {
  const { horizon } = truth;
  const rng = createRng(1_000_003 * seed + 31 * points + series);
  const made = Array.from({ length: series }, () => truth.make(rng, points, horizon));
  const histories = made.map(({ values }) => values.slice(0, points));
  const units = histories.map((history) => insampleError(history, points, truth.season) ?? 1);
  const errorOf = (paths: readonly ArrayLike<number>[]) => {
    let sum = 0;
    for (const [i, { values }] of made.entries())
      for (let h = 0; h < horizon; h++) sum += Math.abs(values[points + h] - paths[i][h]) / units[i];
    return sum / series / horizon;
  };
  const begin = Date.now();
  const auto = await autoForecasts(histories, truth, seed);
  const seconds = (Date.now() - begin) / 1_000;
  let inside = 0;
  for (const [i, { values }] of made.entries())
    for (let h = 0; h < horizon; h++) {
      const { lower, upper } = auto.forecasts[i];
      if (values[points + h] >= lower[h] && values[points + h] <= upper[h]) inside++;
    }
  const ofMethod = (name: MethodName) => {
    const fitted = methods[name].fit(histories, { horizon, season: auto.season, levels });
    return errorOf(histories.map((history, i) => fitted[i](history).point));
  };
  const compared = methodNames.filter((name) => name === 'instant' || auto.methods.includes(name));
  return {
    ...{ truth: truth.name, series, points, seed, season: auto.season, family: auto.family, seconds },
    coverage: inside / series / horizon,
    errors: {
      auto: errorOf(auto.forecasts.map(({ median }) => median)),
      truth: errorOf(made.map((one) => one.truth)),
      ...Object.fromEntries(compared.map((name) => [name, ofMethod(name)])),
    },
  };
}
