import type { Frame } from './frame.ts';
import type { Random } from './random.ts';

/** Changes of a latent path: 6 % a step of the level; for short seasons 4 % a slope that shrinks or
 *  ends near the origin. */
export function disturbPath({ random, season, length, origin }: Frame, path: Float64Array): void {
  const unit = meanChange(path);
  if (random.chance(0.06)) {
    const step = unit * random.sign() * random.logBetween(1, 12);
    for (let t = random.integer(1, length - 1); t < length; t++) path[t] += step;
  }
  if (season < 20 && random.chance(0.04)) {
    const from = Math.max(2, Math.min(length - 1, origin + random.integer(-6, 3)));
    const back = Math.max(2, Math.min(from, random.integer(4, 12)));
    const slope = (path[from - 1] - path[from - back]) / (back - 1);
    const change = slope * random.between(-1.2, 0.1);
    for (let t = from; t < length; t++) path[t] += change * (t - from + 1);
  }
}

/** Gives a latent path its units: 45 % exponential, 20 % a power between a line and the exponential (the inverse of
 *  Box & Cox, 1964), 35 % linear, of which seven tenths are positive. */
export function observe({ random }: Frame, path: Float64Array): void {
  const { low, high } = rangeOf(path);
  const unit = 1 / Math.max(high - low, 1e-9);
  const kind = random.uniform();
  if (kind < 0.45) {
    const scale = unit * random.logBetween(0.15, 5);
    for (let t = 0; t < path.length; t++) path[t] = Math.exp(scale * (path[t] - low));
  } else if (kind < 0.65) {
    const power = random.between(1.2, 5);
    const scale = unit * random.logBetween(0.2, 3);
    for (let t = 0; t < path.length; t++) path[t] = (1 + scale * (path[t] - low)) ** power;
  } else if (kind < 0.9) {
    const floor = random.logBetween(0.02, 8);
    for (let t = 0; t < path.length; t++) path[t] = unit * (path[t] - low) + floor;
  } else {
    const shift = random.chance(0.5) ? random.between(0, 1) : random.normal() * 2;
    for (let t = 0; t < path.length; t++) path[t] = unit * (path[t] - low) - shift;
  }
}

/** Changes of the values as a recorder makes them: 3 % clipped, 10 % with outliers, 25 % rounded, in other units, 2 %
 *  held, 8 % with values missing at random, 3 % with a gap. Counts are not clipped, rounded or scaled. */
export function record({ random, origin }: Frame, values: Float64Array, isCount: boolean): void {
  if (!isCount) {
    if (random.chance(0.03)) clip(random, values);
    const unit = meanChange(values);
    if (random.chance(0.1)) addOutliers(random, values, origin, unit);
    if (random.chance(0.25) && unit > 0) {
      const grain = unit * random.logBetween(0.01, 1);
      for (let t = 0; t < values.length; t++) values[t] = grain * Math.round(values[t] / grain);
    }
    const factor = 10 ** random.between(-3, 6);
    for (let t = 0; t < values.length; t++) values[t] *= factor;
  }
  if (random.chance(0.02)) hold(random, values);
  if (random.chance(0.08)) leaveOut(random, values, origin);
  else if (random.chance(0.03)) leaveGap(random, values, origin);
}

/** Repeats values for some steps, as a recorder that hangs. */
function hold(random: Random, values: Float64Array): void {
  const share = random.logBetween(0.005, 0.05);
  const stays = random.between(0.3, 0.95);
  let isHeld = false;
  for (let t = 1; t < values.length; t++) {
    isHeld = random.chance(isHeld ? stays : share);
    if (isHeld) values[t] = values[t - 1];
  }
}

/** Leaves out values of the history at random, but every fourth stays. */
function leaveOut(random: Random, values: Float64Array, origin: number): void {
  const share = random.logBetween(0.01, 0.4);
  for (let t = 0; t < origin; t++) if (t % 4 !== 0 && random.chance(share)) values[t] = Number.NaN;
}

/** Leaves out up to a quarter of the history in one piece. */
function leaveGap(random: Random, values: Float64Array, origin: number): void {
  const gap = random.integer(1, Math.max(1, Math.floor(origin / 4)));
  const from = random.integer(0, origin - gap);
  values.fill(Number.NaN, from, from + gap);
}

function clip(random: Random, values: Float64Array): void {
  const { low, high } = rangeOf(values);
  const bound = low + (high - low) * (random.chance(0.5) ? random.between(0, 0.3) : random.between(0.7, 1));
  const isFloor = bound < (low + high) / 2;
  for (let t = 0; t < values.length; t++)
    values[t] = isFloor ? Math.max(values[t], bound) : Math.min(values[t], bound);
}

function addOutliers(random: Random, values: Float64Array, origin: number, unit: number): void {
  const share = random.logBetween(0.003, 0.04);
  const mayFall = rangeOf(values).low < 0;
  for (let t = 0; t < origin; t++) {
    if (!random.chance(share)) continue;
    const changed = values[t] + unit * random.sign() * random.logBetween(4, 30);
    values[t] = mayFall ? changed : Math.max(changed, 0.3 * values[t]);
  }
}

function meanChange(values: Float64Array): number {
  let sum = 0;
  for (let t = 1; t < values.length; t++) sum += Math.abs(values[t] - values[t - 1]);
  return sum / Math.max(1, values.length - 1);
}

function rangeOf(values: Float64Array): { low: number; high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let t = 0; t < values.length; t++) {
    if (values[t] < low) low = values[t];
    if (values[t] > high) high = values[t];
  }
  return { low, high };
}
