import { type Family, type Frame, isDaily, isWithinDay } from '../frame.ts';
import { disturbances } from '../noise.ts';
import { seasonShape, seasonSize, yearShape } from '../seasons.ts';

/** Straight lines and constant rates of growth that do not break, with noise from none to much: additive, exponential,
 *  or a line times a season. */
export const lines: Family = {
  name: 'lines',
  isObserved: true,
  weight(season, history) {
    if (season === 1) return history < 30 ? 0.04 : history < 60 ? 0.1 : 0.16;
    if (isWithinDay(season)) return 0.03;
    return isDaily(season) ? 0.06 : season <= 6 ? 0.08 : 0.12;
  },
  make(frame) {
    const { random, season, length } = frame;
    const noise = drawNoise(frame);
    const shape = season > 1 ? drawShape(frame) : null;
    const rise = random.chance(0.1) ? 0 : random.logBetween(0.5, 400) * (random.chance(0.75) ? 1 : -1);
    const kind = random.weighted([45, 25, 30]);
    if (kind === 2) return lineTimesSeason(frame, noise, shape);
    const size = seasonSize(random);
    let phase = random.integer(0, season - 1);
    for (let t = 0; t < length; t++) {
      noise[t] += (rise * t) / length + (shape === null ? 0 : size * shape[phase]);
      phase = phase + 1 === season ? 0 : phase + 1;
    }
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of noise) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    const unit = 1 / Math.max(high - low, 1e-9);
    if (kind === 1) {
      const scale = unit * random.logBetween(0.1, 3);
      for (let t = 0; t < length; t++) noise[t] = Math.exp(scale * (noise[t] - low));
    } else {
      const floor = random.chance(0.75) ? random.logBetween(0.02, 8) : -random.between(0, 1);
      for (let t = 0; t < length; t++) noise[t] = unit * (noise[t] - low) + floor;
    }
    return noise;
  },
};

/** Noise of variance about 1, for a tenth hardly any: 35 % without memory, 35 % an autoregression of order 1, and 30 %
 *  with a level that wanders, up to a random walk. */
function drawNoise({ random, length }: Frame): Float64Array {
  const to = disturbances(random, length);
  const size = random.chance(0.1) ? random.logBetween(1e-4, 0.1) : 1;
  const kind = random.weighted([35, 35, 30]);
  const memory = kind === 1 ? random.between(0.2, 0.95) : 0;
  const shock = Math.sqrt(1 - memory * memory);
  const wander = kind === 2 ? random.logBetween(0.02, 1) : 0;
  let [x, level] = [random.normal(), 0];
  for (let t = 0; t < length; t++) {
    x = memory * x + shock * to[t];
    level += wander * to[t];
    to[t] = size * (x + level);
  }
  return to;
}

function drawShape({ random, season }: Frame): Float64Array {
  return random.chance(0.5) ? yearShape(random, season) : seasonShape(random, season);
}

/** A line times a season times noise: the season grows with the level. */
function lineTimesSeason(
  { random, season, length }: Frame,
  noise: Float64Array,
  shape: Float64Array | null,
): Float64Array {
  const growth = random.logBetween(0.1, 8);
  const [first, last] = random.chance(0.75) ? [1, 1 + growth] : [1 + growth, 1];
  const size = shape === null ? 0 : random.logBetween(0.01, 0.8);
  const spread = random.logBetween(0.002, 0.2);
  let phase = random.integer(0, season - 1);
  for (let t = 0; t < length; t++) {
    const line = first + ((last - first) * t) / length;
    const seasonal = shape === null ? 0 : size * shape[phase];
    noise[t] = line * Math.exp(seasonal + spread * Math.max(-15, Math.min(15, noise[t])));
    phase = phase + 1 === season ? 0 : phase + 1;
  }
  return noise;
}
