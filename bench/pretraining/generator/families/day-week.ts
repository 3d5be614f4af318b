import { type Family, isWithinDay } from '../frame.ts';
import { noiseWithMemory } from '../noise.ts';
import type { Random } from '../random.ts';
import { dayShape, seasonShape } from '../seasons.ts';

const deviations = 2;

/** Day and week of hours and parts of hours. Two shapes of the day, for work and rest; levels of the days of the week;
 *  a day's level, size and shape that differ from day to day and remember; free days; noise with memory, larger at some
 *  hours; a trend and a slow change of size; some are cut at zero. */
export const dayWeek: Family = {
  name: 'day-week',
  isObserved: false,
  weight: (season) => (isWithinDay(season) ? 1 : 0),
  make({ random, season, length }) {
    const to = noiseWithMemory(random, length, season);
    const size = random.logBetween(0.8, 50);
    const week = drawWeek(random, season);
    const own = Array.from({ length: deviations }, () => seasonShape(random, season));
    const ownSize = random.chance(0.3) ? 0 : random.logBetween(0.01, 0.4);
    const memory = random.chance(0.5) ? random.between(0, 0.9) : random.between(0.9, 0.995);
    const news = Math.sqrt(1 - memory * memory);
    const levelSpread = random.chance(0.45) ? 0 : random.logBetween(0.02, 0.6);
    const sizeSpread = random.chance(0.5) ? 0 : random.logBetween(0.02, 0.3);
    const sizeGrowth = random.chance(0.3) ? (0.4 * random.normal()) / length : 0;
    const noisyHours = random.chance(0.4) ? random.between(-0.5, 0.7) : 0;
    const slope = random.chance(0.4) ? (random.normal() * random.logBetween(0.2, 4) * size) / length : 0;
    const free = random.chance(0.3) ? random.logBetween(0.005, 0.05) : 0;
    let phase = random.integer(0, season - 1);
    let day = random.integer(0, 6);
    let [a, b, level, strength] = [random.normal(), random.normal(), random.normal(), random.normal()];
    let isFree = false;
    for (let t = 0; t < length; t++) {
      const isRest = isFree || week.isRest[day];
      const base = (isRest ? week.rest : week.work)[phase];
      const shape =
        base * Math.exp(sizeSpread * strength + sizeGrowth * t) +
        ownSize * (a * own[0][phase] + b * own[1][phase]);
      const dayLevel = (isRest ? week.restLevel : 0) + week.levels[day] + levelSpread * level;
      if (noisyHours !== 0) to[t] *= Math.exp(noisyHours * base);
      to[t] += slope * t + size * (shape + dayLevel);
      phase++;
      if (phase < season) continue;
      phase = 0;
      day = day === 6 ? 0 : day + 1;
      isFree = free > 0 && random.chance(free);
      a = memory * a + news * random.normal();
      b = memory * b + news * random.normal();
      level = memory * level + news * random.normal();
      strength = memory * strength + news * random.normal();
    }
    if (random.chance(0.06)) cutLow(random, to, size);
    return to;
  },
};

interface Week {
  work: Float64Array;
  rest: Float64Array;
  isRest: boolean[]; // [7]
  restLevel: number;
  levels: Float64Array; // [7]
}

/** A day of work and one of rest, 40 % the same. */
function drawWeek(random: Random, season: number): Week {
  const work = dayShape(random, season);
  if (random.chance(0.4))
    return { work, rest: work, isRest: Array(7).fill(false), restLevel: 0, levels: new Float64Array(7) };
  const rest = random.chance(0.6) ? work.slice() : dayShape(random, season);
  const likeness = random.between(0, 1);
  const restSize = random.between(0.25, 1.1);
  const other = seasonShape(random, season);
  for (let i = 0; i < season; i++)
    rest[i] = restSize * (likeness * work[i] + (1 - likeness) * (0.7 * rest[i] + 0.3 * other[i]));
  const spread = random.logBetween(0.01, 0.5);
  const restDays = random.weighted([7, 2, 1]);
  return {
    work,
    rest,
    isRest: Array.from({ length: 7 }, (_, day) =>
      restDays === 0 ? day >= 5 : restDays === 1 ? day === 6 : day === 4 || day === 5,
    ),
    restLevel: 0.7 * random.normal() - 0.3,
    levels: Float64Array.from({ length: 7 }, () => spread * random.normal()),
  };
}

/** Bounds a path below, as the sun or a closed shop does. */
function cutLow(random: Random, path: Float64Array, size: number): void {
  const floor = random.between(-0.8, 0.3) * size;
  for (let t = 0; t < path.length; t++) if (path[t] < floor) path[t] = floor;
}
