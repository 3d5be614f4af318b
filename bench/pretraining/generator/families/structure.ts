import { type Family, type Frame, isDaily, isWithinDay } from '../frame.ts';
import { disturbances } from '../noise.ts';
import { addSeason, seasonSize } from '../seasons.ts';

/** Deterministic structure with autoregressive noise: piecewise trends, steps, an S-curve or a decay, and a season; a
 *  tenth has hardly any noise. */
export const structure: Family = {
  name: 'structure',
  isObserved: false,
  weight(season, history) {
    if (season === 1) return history < 60 ? 0.06 : 0.13;
    return isWithinDay(season) ? 0.04 : isDaily(season) ? 0.08 : 0.14;
  },
  make(frame) {
    const { random, length, season } = frame;
    const to = disturbances(random, length);
    const memory = random.chance(0.3) ? 0 : random.between(0, 0.9);
    const noise = random.chance(0.1) ? random.logBetween(0.0005, 0.1) : 1;
    const shock = Math.sqrt(1 - memory * memory) * noise;
    to[0] *= noise;
    for (let t = 1; t < length; t++) to[t] = memory * to[t - 1] + shock * to[t];
    const kind = random.weighted([4, 2, 2, 1]);
    const size = random.logBetween(1, 40) * random.sign();
    if (kind === 0) addPiecewiseTrend(frame, to);
    else if (kind === 1) addSteps(frame, to);
    else if (kind === 2) addCurve(frame, to, size);
    else addDecay(frame, to, size);
    addSeason(random, to, season, seasonSize(random));
    return to;
  },
};

function addPiecewiseTrend({ random, length }: Frame, to: Float64Array): void {
  const breaks = random.integer(0, 4) / length;
  const size = random.logBetween(0.02, 1.2);
  let slope = size * random.normal();
  let level = 0;
  for (let t = 0; t < length; t++) {
    if (random.chance(breaks)) slope = random.chance(0.25) ? 0 : 0.5 * slope + size * random.normal();
    level += slope;
    to[t] += level;
  }
}

function addSteps({ random, length }: Frame, to: Float64Array): void {
  const rate = random.logBetween(1, 8) / length;
  const size = random.logBetween(1, 12);
  let level = 0;
  for (let t = 0; t < length; t++) {
    if (random.chance(rate)) level += size * random.normal();
    to[t] += level;
  }
}

function addCurve({ random, length }: Frame, to: Float64Array, size: number): void {
  const middle = length * random.between(0, 1.2);
  const width = length * random.between(0.04, 0.3);
  for (let t = 0; t < length; t++) to[t] += size / (1 + Math.exp((middle - t) / width));
}

function addDecay({ random, length }: Frame, to: Float64Array, size: number): void {
  const rate = random.logBetween(0.5, 12) / length;
  for (let t = 0; t < length; t++) to[t] += size * Math.exp(-rate * t);
}
