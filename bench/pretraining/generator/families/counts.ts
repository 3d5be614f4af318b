import { type Family, isDaily, isWithinDay } from '../frame.ts';
import { standardized } from '../seasons.ts';
import { autoregression } from './autoregression.ts';
import { dayWeek } from './day-week.ts';
import { growth } from './growth.ts';
import { stateSpace } from './state-space.ts';
import { structure } from './structure.ts';
import { weekYear } from './week-year.ts';

const rateMax = 1e5;
const latent = [stateSpace, autoregression, structure, growth, dayWeek, weekYear];

/** Counts: Poisson or negative binomial, with a rate that is the exponential of a path of another family; 20 % are zero
 *  more often than the rate says. */
export const counts: Family = {
  name: 'counts',
  isObserved: true,
  weight: (season) => (season === 1 ? 0.04 : isWithinDay(season) ? 0.09 : isDaily(season) ? 0.14 : 0.06),
  make(frame) {
    const { random, season, origin } = frame;
    const to = standardized(
      latent[random.weighted(latent.map(({ weight }) => weight(season, origin)))].make(frame),
    );
    const spread = random.logBetween(0.1, 1.2);
    const rate = random.logBetween(0.2, 400);
    const shape = random.chance(0.5) ? random.logBetween(0.7, 40) : 0;
    const zeros = random.chance(0.2) ? random.between(0.05, 0.8) : 0;
    for (let t = 0; t < to.length; t++) {
      const mean = Math.min(rateMax, rate * Math.exp(spread * to[t]));
      if (zeros > 0 && random.chance(zeros)) to[t] = 0;
      else to[t] = shape > 0 ? random.negativeBinomial(mean, shape) : random.poisson(mean);
    }
    return to;
  },
};
