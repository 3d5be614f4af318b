import type { Random } from './random.ts';

/** Terms of one series that a family makes. */
export interface Frame {
  random: Random;
  /** Steps of the season, 1 = none. */
  season: number;
  /** Steps of a longer season above it, a multiple of the season or a year of days; 0 = none. */
  longSeason: number;
  /** Values to make, history and future. */
  length: number;
  /** Index of the first future value. */
  origin: number;
}

export type FamilyName =
  | 'state-space'
  | 'autoregression'
  | 'gaussian-process'
  | 'prices'
  | 'counts'
  | 'structure'
  | 'day-week';

/** A kind of series. */
export interface Family {
  name: FamilyName;
  /** Share of the series of a season, relative to the weights of the other families. */
  weight(season: number): number;
  /** True where `make` gives values as they are observed, false where it gives a latent path in units of its noise. */
  isObserved: boolean;
  make(frame: Frame): Float64Array;
}
