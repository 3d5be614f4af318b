import { type Family, isDaily, isWithinDay } from '../frame.ts';
import { disturbances } from '../noise.ts';
import { seasonShape, seasonSize } from '../seasons.ts';

/** Innovations state space with a level, a damped slope and a season, all with random parameters.
 *  Source: Hyndman, Koehler, Ord & Snyder (2008), Forecasting with exponential smoothing. */
export const stateSpace: Family = {
  name: 'state-space',
  isObserved: false,
  weight(season, history) {
    if (season === 1) return history < 110 ? 0.4 : 0.18;
    if (isWithinDay(season)) return 0.14;
    return isDaily(season) ? 0.2 : season <= 6 ? 0.28 : 0.45;
  },
  make({ random, season, length }) {
    const to = disturbances(random, length);
    const alpha = random.chance(season > 6 ? 0.25 : 0.5) ? random.between(0.8, 1.15) : random.between(0, 0.8);
    const hasSlope = random.chance(season > 6 ? 0.5 : 0.75);
    const isConstant = season > 1 && random.chance(0.33);
    const beta = hasSlope && !isConstant ? alpha * random.logBetween(0.003, 0.5) : 0;
    const phi = (hasSlope && isConstant) || random.chance(0.4) ? 1 : random.between(0.8, 0.99);
    const gamma = random.chance(0.4) ? 0 : random.logBetween(0.005, 0.4) * Math.max(0.1, 1 - 0.8 * alpha);
    let slope = hasSlope ? ((random.normal() + 0.4) * random.logBetween(0.05, 1.5)) / season ** 0.4 : 0;
    let level = 0;
    const states = season > 1 ? seasonShape(random, season) : null;
    const size = seasonSize(random);
    if (states !== null) for (let i = 0; i < season; i++) states[i] *= size;
    let phase = 0;
    for (let t = 0; t < length; t++) {
      const shock = to[t];
      slope *= phi;
      level += slope;
      to[t] = level + shock;
      level += alpha * shock;
      slope += beta * shock;
      if (states === null) continue;
      to[t] += states[phase];
      states[phase] += gamma * shock;
      phase = phase + 1 === season ? 0 : phase + 1;
    }
    return to;
  },
};
