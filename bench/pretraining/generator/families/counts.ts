import type { Family } from '../frame.ts';
import { standardized } from '../seasons.ts';
import { autoregression } from './autoregression.ts';
import { dayWeek } from './day-week.ts';
import { stateSpace } from './state-space.ts';
import { structure } from './structure.ts';

const rateMax = 1e5;

/** Counts: Poisson or negative binomial, with a rate that is the exponential of a path of another family; 30 % are zero more
 *  often than the rate says. */
export const counts: Family = {
  name: 'counts',
  isObserved: true,
  weight: (season) =>
    season === 1 ? 0.05 : season >= 24 && season !== 52 ? 0.07 : season >= 7 && season <= 10 ? 0.16 : 0.08,
  make(frame) {
    const { random } = frame;
    const latent = [stateSpace, autoregression, structure, dayWeek].filter(
      ({ weight }) => weight(frame.season) > 0,
    );
    const to = standardized(random.pick(latent).make(frame));
    const spread = random.logBetween(0.1, 1.2);
    const rate = random.logBetween(0.1, 300);
    const shape = random.chance(0.5) ? random.logBetween(0.5, 30) : 0;
    const zeros = random.chance(0.3) ? random.between(0.1, 0.9) : 0;
    for (let t = 0; t < to.length; t++) {
      const mean = Math.min(rateMax, rate * Math.exp(spread * to[t]));
      if (zeros > 0 && random.chance(zeros)) to[t] = 0;
      else to[t] = shape > 0 ? random.negativeBinomial(mean, shape) : random.poisson(mean);
    }
    return to;
  },
};
