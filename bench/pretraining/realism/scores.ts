import { insampleError, type MethodName, methods } from '../../../src/forecasting/index.ts';
import { mean } from '../../statistics.ts';
import type { Sample } from './samples.ts';

const levels = [0.5];
/** Ratios of errors near zero say nothing. */
const errorFloor = 0.02;

export interface MethodScore {
  method: MethodName;
  mase: number;
  /** Geometric mean of the MASE of a series over that of the first method. */
  ratio: number;
}

/** MASE of statistical methods on the last horizon of each series, which has no missing values. */
export function scoresOf(samples: readonly Sample[], names: readonly MethodName[]): MethodScore[] {
  const usable = samples.filter(
    ({ values, season, horizon }) =>
      values.length >= horizon + Math.max(8, 2 * season) && !values.some(Number.isNaN),
  );
  const errors = names.map((name) => usable.map((sample) => errorOf(sample, name)));
  return names.map((method, i) => {
    const known = errors[i].flatMap((error, s) =>
      Number.isFinite(error) ? [{ error, of: errors[0][s] }] : [],
    );
    const logs = known.map(({ error, of }) => Math.log((error + errorFloor) / (of + errorFloor)));
    return { method, mase: mean(known.map(({ error }) => error)), ratio: Math.exp(mean(logs)) };
  });
}

function errorOf({ values, season, horizon }: Sample, name: MethodName): number {
  const known = values.length - horizon;
  const unit = insampleError(values, known, season) ?? Number.NaN;
  const history = values.slice(0, known);
  const { point } = methods[name].fit([history], { season, horizon, levels })[0](history);
  let sum = 0;
  for (let h = 0; h < horizon; h++) sum += Math.abs(point[h] - values[known + h]);
  return sum / horizon / unit;
}
