import { type Family, isDaily, isWithinDay } from '../frame.ts';
import { disturbances } from '../noise.ts';
import { addSeason, seasonSize, standardized } from '../seasons.ts';

const warmUp = 60;

/** Autoregression of order 3 with random poles and a moving average of order 1; 40 % are integrated; a season on top.
 *  Source: Box & Jenkins (1970). */
export const autoregression: Family = {
  name: 'autoregression',
  isObserved: false,
  weight(season, history) {
    if (season === 1) return history < 60 ? 0.06 : 0.09;
    return isWithinDay(season) ? 0.08 : isDaily(season) ? 0.1 : 0.1;
  },
  make({ random, season, length }) {
    const shocks = disturbances(random, length + warmUp);
    const isReal = random.chance(0.5);
    const [a1, a2, a3] = coefficients(
      random.between(-0.4, 0.98),
      isReal ? random.between(0, 0.9) : random.between(0.1, 0.97),
      isReal ? 0 : random.between(0, Math.PI),
    );
    const theta = random.chance(0.4) ? random.between(-0.8, 0.8) : 0;
    const path = new Float64Array(length);
    let [x1, x2, x3, before] = [0, 0, 0, 0];
    for (let t = 0; t < length + warmUp; t++) {
      const x = a1 * x1 + a2 * x2 + a3 * x3 + shocks[t] + theta * before;
      x3 = x2;
      x2 = x1;
      x1 = x;
      before = shocks[t];
      if (t >= warmUp) path[t - warmUp] = x;
    }
    standardized(path);
    if (random.chance(0.4)) {
      const drift = random.chance(0.5) ? random.normal() * 0.3 : 0;
      for (let t = 1; t < length; t++) path[t] += path[t - 1] + drift;
    }
    addSeason(random, path, season, seasonSize(random));
    return path;
  },
};

/** Coefficients of a real pole and a pair of poles with this radius and angle. */
function coefficients(real: number, radius: number, angle: number): [number, number, number] {
  const sum = 2 * radius * Math.cos(angle);
  const product = radius * radius;
  return [real + sum, -product - real * sum, real * product];
}
