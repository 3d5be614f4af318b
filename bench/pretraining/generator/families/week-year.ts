import { type Family, isDaily } from '../frame.ts';
import { noiseWithMemory } from '../noise.ts';
import { seasonShape, standardized, yearShape } from '../seasons.ts';

const yearSteps = 73;

/** Days: the week, the year, a level that wanders or grows, single days that differ, and bursts that decay. */
export const weekYear: Family = {
  name: 'week-year',
  isObserved: false,
  weight: (season) => (season === 7 ? 0.4 : isDaily(season) ? 0.15 : 0),
  make({ random, season, longSeason, length }) {
    const to = noiseWithMemory(random, length, season);
    const size = random.chance(0.15) ? 0 : random.logBetween(0.15, 8);
    const week = random.chance(0.6) ? weekendShape(random, season) : seasonShape(random, season);
    const hasYear = random.chance(longSeason > 0 ? 0.85 : 0.6);
    const year = yearShape(random, yearSteps);
    const yearSize = hasYear ? random.logBetween(0.3, 10) : 0;
    const weekInYear = random.chance(0.2) ? random.between(-0.5, 0.5) : 0;
    const yearStep = yearSteps / (longSeason > 0 ? longSeason : 365.25);
    const walk = random.chance(0.5) ? 0 : random.logBetween(0.01, 0.4);
    const slope = random.chance(0.4) ? (random.normal() * random.logBetween(0.5, 8)) / length : 0;
    const special = random.chance(0.35) ? random.logBetween(0.004, 0.04) : 0;
    const specialSize = random.between(-1, 0.6) * random.logBetween(1, 8);
    const burst = random.chance(0.2) ? random.logBetween(0.003, 0.03) : 0;
    const fade = random.between(0.2, 0.95);
    const shapeWalk = random.chance(0.25) ? random.logBetween(0.01, 0.1) : 0;
    let phase = random.integer(0, season - 1);
    let at = random.between(0, yearSteps);
    let [level, news] = [0, 0];
    for (let t = 0; t < length; t++) {
      const before = Math.floor(at);
      const next = before + 1 === yearSteps ? 0 : before + 1;
      const ofYear = year[before] + (at - before) * (year[next] - year[before]);
      to[t] += level + news + slope * t + yearSize * ofYear + size * (1 + weekInYear * ofYear) * week[phase];
      if (special > 0 && random.chance(special)) to[t] += specialSize * (0.6 + 0.4 * random.normal());
      if (burst > 0) news = fade * news + (random.chance(burst) ? random.logBetween(2, 15) : 0);
      if (walk > 0) level += walk * random.normal();
      if (shapeWalk > 0) week[phase] += shapeWalk * random.normal();
      phase = phase + 1 === season ? 0 : phase + 1;
      at += yearStep;
      if (at >= yearSteps) at -= yearSteps;
    }
    return to;
  },
};

/** Working days alike, one or two days of rest that differ. */
function weekendShape(random: Parameters<typeof seasonShape>[0], season: number): Float64Array {
  const shape = Float64Array.from({ length: season }, () => 0.2 * random.normal());
  const rest = random.between(-2, 1.4);
  shape[season - 1] += rest;
  shape[season - 2] += random.between(0, 1) * rest;
  return standardized(shape);
}
