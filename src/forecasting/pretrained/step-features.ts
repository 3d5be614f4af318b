/** Inputs of a step of the horizon that follow the forecasts of the bank's members. */
import { seasonsBack } from './bank-seasons.ts';
import { placesOf } from './places.ts';

/** Features in their order, with the number of values of each. `theta` is a difference from the level, `pastSeasons`
 *  and `secondSeason` are differences from the Theta forecast. These and `seasonalIndex` are over
 *  the scale of the series. */
const widths = {
  /** The Theta forecast. */
  theta: 1,
  /** Values of the same phase in the last seasons; 0 where there is none. */
  pastSeasons: seasonsBack,
  hasOneSeason: 1,
  hasThreeSeasons: 1,
  /** Share of the last seasons that have a value. */
  seasonShare: 1,
  /** Value of the same phase two second seasons before. */
  secondSeason: 1,
  hasSecondSeason: 1,
  /** Logarithm of the standard deviation of the members. */
  spread: 1,
  seasonalIndex: 1,
  /** Logarithm of the step. The next four are the step beside a length. */
  logStep: 1,
  besideHistory: 1,
  besideSeason: 1,
  besideBacktests: 1,
  besideHorizon: 1,
  dozens: 1,
  /** Place in the season. */
  phase: 1,
  isInFirstSeason: 1,
  isNextStep: 1,
  hasSeason: 1,
};

/** Place of the first value of each feature, after the members. */
export const { places: featureAt, count: featureCount } = placesOf(widths);
