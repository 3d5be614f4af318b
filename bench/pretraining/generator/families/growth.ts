import type { Family, Frame } from '../frame.ts';
import { isDaily, isWithinDay } from '../frame.ts';
import { disturbances } from '../noise.ts';
import { addSeason, smallSeasonSize } from '../seasons.ts';

/** Growth, as of firms, populations and economies: the sum of growth rates that persist. The rate is a drift that is
 *  constant, wanders, fades, speeds up or breaks, a business cycle or an autoregression around it, and noise. A level
 *  that is measured with noise, and a season.
 *  Source: the local linear trend of Harvey (1989) with the damping of Gardner & McKenzie (1985). */
export const growth: Family = {
  name: 'growth',
  isObserved: false,
  weight(season, history) {
    if (season === 1) return history < 60 ? 0.55 : history < 110 ? 0.35 : 0.08;
    if (isWithinDay(season)) return 0;
    if (isDaily(season)) return 0.04;
    return season <= 6 ? 0.5 : 0.16;
  },
  make(frame) {
    const { random, season, length } = frame;
    const path = disturbances(random, length);
    addDrift(frame, path);
    addSlowRate(frame, path);
    for (let t = 1; t < length; t++) path[t] += path[t - 1];
    if (random.chance(0.5)) {
      const noise = random.logBetween(0.05, 1.2);
      for (let t = 0; t < length; t++) path[t] += noise * random.normal();
    }
    if (season > 1) addSeason(random, path, season, smallSeasonSize(random));
    return path;
  },
};

/** Adds the drift to growth rates whose noise has variance 1. */
function addDrift({ random, season, length }: Frame, rates: Float64Array): void {
  // Over a year of months, noise of variance 1 a step grows as √m, the drift as m.
  const typical = 0.65 / season ** 0.5;
  let drift = typical * Math.exp(0.95 * random.normal()) * (random.chance(0.85) ? 1 : -1);
  const kind = random.weighted(season === 1 ? [22, 40, 12, 8, 18] : [42, 26, 10, 8, 14]);
  const wander = typical * random.logBetween(0.05, 0.7);
  const fading = 1 - 1 / (random.logBetween(0.15, 1.5) * length);
  const gain = (random.between(0.3, 2) * random.sign()) / length;
  const breaks = random.integer(1, 3) / length;
  const first = drift;
  for (let t = 0; t < length; t++) {
    if (kind === 1) drift += wander * random.normal();
    else if (kind === 2) drift *= fading;
    else if (kind === 3) drift += first * gain;
    else if (kind === 4 && random.chance(breaks))
      drift = first * random.pick([0, 0.3, 0.6, 1.5, -0.5]) + 0.6 * typical * random.normal();
    rates[t] += drift;
  }
}

/** Adds a business cycle of 3 to 12 years, an autoregression of order 1, or nothing. */
function addSlowRate({ random, season, length }: Frame, rates: Float64Array): void {
  const kind = random.weighted([30, 40, 30]);
  if (kind === 0) return;
  const size = random.between(0.3, 1.5);
  const memory =
    kind === 1 ? random.between(0.2, 0.92) ** (1 / Math.sqrt(season)) : random.between(0.75, 0.97);
  const turn = kind === 1 ? 0 : (2 * Math.PI) / (season * random.between(3, 12));
  const [along, across] = [memory * Math.cos(turn), memory * Math.sin(turn)];
  const shock = size * Math.sqrt(1 - memory * memory);
  let x = size * random.normal();
  let y = size * random.normal();
  for (let t = 0; t < length; t++) {
    const before = x;
    x = along * before + across * y + shock * random.normal();
    y = along * y - across * before + shock * random.normal();
    rates[t] += x;
  }
}
