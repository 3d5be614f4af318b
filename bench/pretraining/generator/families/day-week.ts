import type { Family } from '../frame.ts';
import { disturbances } from '../noise.ts';
import { seasonShape } from '../seasons.ts';

/** Day and week: two shapes of the day, the level and the size of weekends, levels of the days of the week, shocks of single
 *  days, shapes that drift, autoregressive noise and a slow level; for a season of days, the week and the year. */
export const dayWeek: Family = {
  name: 'day-week',
  isObserved: false,
  weight: (season) => (season >= 24 && season !== 52 ? 0.56 : season >= 7 && season <= 10 ? 0.34 : 0),
  make({ random, season, longSeason, length }) {
    const to = disturbances(random, length);
    const memory = random.chance(0.2) ? 0 : random.between(0.3, 0.97);
    const shock = Math.sqrt(1 - memory * memory);
    for (let t = 1; t < length; t++) to[t] = memory * to[t - 1] + shock * to[t];
    const size = random.logBetween(0.8, 14);
    const work = seasonShape(random, season);
    const rest = seasonShape(random, season);
    const likeness = random.between(0.3, 1);
    for (let i = 0; i < season; i++) rest[i] = likeness * work[i] + (1 - likeness) * rest[i];
    const isDaily = season < 24;
    const days = isDaily ? longSeason || season : Math.max(1, Math.round(longSeason / season) || 7);
    const restLevel = random.normal() * 0.8;
    const restSize = random.between(0.3, 1.1);
    const spread = random.logBetween(0.02, 0.6);
    const levels = Float64Array.from({ length: days }, () => spread * random.normal());
    const dayShock = random.chance(0.5) ? random.logBetween(0.02, 0.5) : 0;
    const drift = random.chance(0.5) ? random.logBetween(0.01, 0.15) : 0;
    const walk = random.logBetween(0.003, 0.1);
    const slope = random.chance(0.3) ? (random.normal() * 4) / length : 0;
    const year = isDaily && longSeason > 7 ? seasonShape(random, 12) : null;
    const yearSize = random.logBetween(0.3, 8);
    const start = random.integer(0, days - 1);
    let phase = random.integer(0, season - 1);
    let day = start;
    let level = 0;
    let today = 0;
    for (let t = 0; t < length; t++) {
      const isRest = !isDaily && day % 7 >= 5;
      const shape = isRest ? rest : work;
      to[t] += level + slope * t + size * (isRest ? restLevel + restSize * shape[phase] : shape[phase]);
      if (!isDaily) to[t] += size * (levels[day] + today);
      if (year !== null) to[t] += yearSize * year[Math.floor((12 * ((t + start) % longSeason)) / longSeason)];
      level += walk * random.normal();
      if (drift > 0) work[phase] += drift * 0.3 * random.normal();
      phase++;
      if (phase < season) continue;
      phase = 0;
      day = day + 1 >= days ? 0 : day + 1;
      today = dayShock * random.normal();
    }
    return to;
  },
};
