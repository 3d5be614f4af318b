import { type Family, isWithinDay } from '../frame.ts';
import { seasonShape } from '../seasons.ts';

const oddsMax = 100;

/** Intermittent demand: a chain of periods with and without demand, whose sizes are geometric or negative binomial; the
 *  chance of demand may fall, rise, or follow the season. Source: Croston (1972); Teunter, Syntetos & Babai (2011). */
export const intermittent: Family = {
  name: 'intermittent',
  isObserved: true,
  weight: (season) =>
    season === 1 ? 0.03 : isWithinDay(season) ? 0.015 : season === 4 ? 0.02 : season === 7 ? 0.06 : 0.04,
  make({ random, season, length }) {
    const to = new Float64Array(length);
    const share = random.logBetween(0.05, 0.9);
    const clumping = random.chance(0.5) ? 0 : random.between(0, 0.7);
    const size = random.logBetween(1, 40);
    const shape = random.logBetween(0.4, 20);
    const batch = random.chance(0.1) ? random.pick([2, 5, 6, 10, 12, 100]) : 1;
    const trend = random.chance(0.25) ? 2.5 * random.normal() : 0;
    const seasonal = season > 1 && random.chance(0.6) ? random.logBetween(0.1, 1.5) : 0;
    const phases = season > 1 ? seasonShape(random, season) : new Float64Array(1);
    let phase = random.integer(0, season - 1);
    let wasDemanded = random.chance(share);
    for (let t = 0; t < length; t++) {
      const odds = Math.min(oddsMax, Math.exp(trend * (t / length - 0.5) + seasonal * phases[phase]));
      const chance = Math.min(0.98, share * odds);
      wasDemanded = random.chance(wasDemanded ? chance + clumping * (1 - chance) : chance * (1 - clumping));
      if (wasDemanded)
        to[t] = batch * (1 + random.negativeBinomial(Math.max(0, size - 1) * Math.sqrt(odds), shape));
      phase = phase + 1 === season ? 0 : phase + 1;
    }
    return to;
  },
};
