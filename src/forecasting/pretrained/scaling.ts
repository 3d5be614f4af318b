import type { Bank } from './bank.ts';
import { type Context, logScaleMin } from './context.ts';

const scaleShareMin = 0.005;
/** Smallest scale of other values, as a share of the largest: far below it are errors of rounding. */
const roundingShare = 1e-11;

/** Level and scale of a series, to bring forecasts back to its units. */
export interface Scaling {
  level: number;
  scale: number;
  /** Mean absolute seasonal difference of the values that are read, in scales: the unit of MASE. */
  unit: number;
}

/** Level and scale of a context, from a bank that is fitted to all of it. */
export function scalingOf({ z, isLog, season: m }: Context, { adjusted, state }: Bank): Scaling {
  const n = z.length;
  let changes = 0;
  let seasonal = 0;
  for (let t = 1; t < n; t++) changes += Math.abs(adjusted[t] - adjusted[t - 1]);
  changes = n > 1 ? changes / (n - 1) : 0;
  const lag = n > m ? m : 1;
  for (let t = lag; t < n; t++) seasonal += Math.abs(z[t] - z[t - lag]);
  seasonal = n > lag ? seasonal / (n - lag) : 0;
  let mean = 0;
  let squares = 0;
  let largest = 0;
  for (let t = 0; t < n; t++) {
    mean += z[t] / n;
    largest = Math.max(largest, Math.abs(z[t]));
  }
  for (let t = 0; t < n; t++) squares += (z[t] - mean) ** 2;
  const deviation = Math.sqrt(squares / n);
  const floor = isLog ? logScaleMin : Math.max(roundingShare * largest, Number.MIN_VALUE * 1e20);
  const scale = Math.max(0.5 * changes + 0.5 * seasonal, scaleShareMin * deviation, floor);
  return {
    level: 0.5 * (state.level + adjusted[n - 1]),
    scale,
    unit: Math.max(seasonal / scale, 0.5),
  };
}
