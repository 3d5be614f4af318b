import { squashed } from '../../engine/index.ts';
import type { Bank } from './bank.ts';
import type { Context } from './context.ts';
import { lastValues, logScaleAt } from './input-sizes.ts';
import type { Scaling } from './scaling.ts';

/** Numbers about the whole series; the errors of the backtests follow them. */
export function writeConstants(
  to: Float32Array,
  { z, observed, isLog, season: m, secondSeason: m2 }: Context,
  bank: Bank,
  { level, scale }: Scaling,
): void {
  const { adjusted, index, state, shrinkage } = bank;
  const n = z.length;
  let i = 0;
  for (let back = lastValues; back >= 1; back--)
    to[i++] = n >= back ? squashed((adjusted[n - back] - level) / scale) : 0;
  for (let back = lastValues; back >= 1; back--)
    to[i++] = n >= back ? squashed((z[n - back] - level) / scale) : 0;
  to[i++] = Math.log(m) / 3;
  to[i++] = Math.log(n) / 3;
  to[i++] = Math.log(n / m) / 3;
  to[i++] = m === 1 ? 1 : 0;
  to[i++] = isLog ? 1 : 0;
  to[logScaleAt] = isLog ? Math.log(scale) / 3 : 0;
  i++;
  to[i++] = m2 > 0 ? 1 : 0;
  to[i++] = shrinkage;
  let size = 0;
  for (let s = 0; s < m; s++) size += Math.abs(index[s]) / m;
  to[i++] = Math.log(0.05 + size / scale);
  to[i++] = state.alpha;
  to[i++] = squashed((10 * state.slope) / scale);
  to[i++] = squashed((10 * state.drift) / scale);
  to[i++] = squashed((4 * state.localSlope) / scale);
  to[i++] = squashed((4 * state.damped.trend) / scale);
  to[i++] = squashed((10 * state.holt.trend) / scale);
  to[i++] = squashed((state.mean - level) / scale);
  to[i++] = squashed((adjusted[n - 1] - state.level) / scale);

  const averages = [0, 0, 0, 0];
  let absolute = 0;
  let squares = 0;
  let fourth = 0;
  let lagged = 0;
  let seasonLagged = 0;
  let sum = 0;
  let zeros = 0;
  let repeats = 0;
  let missing = 0;
  let turns = 0;
  let before = 0;
  for (let t = 0; t < n; t++) {
    if (observed[t] === 0) missing++;
    else if (isLog ? false : z[t] === 0) zeros++;
    if (t === 0) continue;
    const change = adjusted[t] - adjusted[t - 1];
    const s = Math.abs(change);
    if (z[t] === z[t - 1]) repeats++;
    if (change * before < 0) turns++;
    absolute += s;
    sum += change;
    squares += change * change;
    fourth += change ** 4;
    lagged += change * before;
    if (t > m) seasonLagged += change * (adjusted[t - m] - adjusted[t - m - 1]);
    for (let d = 0; d < decays.length; d++) averages[d] += (1 - decays[d]) * (s - averages[d]);
    before = change;
  }
  const changes = Math.max(1, n - 1);
  absolute /= changes;
  for (let d = 0; d < decays.length; d++) {
    const share = 1 - decays[d] ** changes;
    to[i++] = absolute === 0 ? 0 : Math.log(0.05 + averages[d] / share / absolute);
  }
  to[i++] = squares === 0 ? 0 : Math.log((fourth * changes) / (squares * squares) / 3 + 0.1);
  to[i++] = squares === 0 ? 0 : lagged / squares;
  to[i++] = squares === 0 ? 0 : seasonLagged / squares;
  to[i++] = zeros / n;
  to[i++] = repeats / n;
  to[i++] = missing / n;
  to[i++] = turns / changes;
  // How straight the path is: net change over the length of the path.
  to[i++] = absolute === 0 ? 0 : sum / (absolute * changes);
  to[i++] = Math.log(0.05 + absolute / scale);
  to[i++] = squashed(seasonChange(z, m) / scale);
  to[i++] =
    m2 > 0 && n >= m2 + m ? squashed((meanOf(z, n - m, n) - meanOf(z, n - m2 - m, n - m2)) / scale) : 0;
  const half = Math.min(n >> 1, Math.max(4, 2 * m));
  to[i++] = n >= 4 ? squashed((meanOf(z, n - half, n) - meanOf(z, n - 2 * half, n - half)) / scale) : 0;
  to[i++] = autocorrelation(adjusted, n, state.mean);
}

const decays = [0.8, 0.94, 0.97, 0.985] as const;

/** Mean of the last season less that of the one before. */
function seasonChange(z: Float64Array, m: number): number {
  const n = z.length;
  return n >= 2 * m ? meanOf(z, n - m, n) - meanOf(z, n - 2 * m, n - m) : 0;
}

function autocorrelation(values: Float64Array, n: number, mean: number): number {
  let product = 0;
  let square = 0;
  for (let t = 0; t < n; t++) {
    square += (values[t] - mean) ** 2;
    if (t > 0) product += (values[t] - mean) * (values[t - 1] - mean);
  }
  return square === 0 ? 0 : product / square;
}

function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let t = from; t < to; t++) sum += values[t];
  return sum / (to - from);
}
