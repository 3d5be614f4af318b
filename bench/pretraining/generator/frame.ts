import type { Random } from './random.ts';

/** Terms of one series that a family makes. */
export interface Frame {
  random: Random;
  /** Steps of the season, 1 = none. */
  season: number;
  /** Steps of a longer season above it: a week of days, or a year of days; 0 = none. */
  longSeason: number;
  /** Values to make, history and future. */
  length: number;
  /** Index of the first future value. */
  origin: number;
}

export type FamilyName =
  | 'growth'
  | 'lines'
  | 'state-space'
  | 'autoregression'
  | 'gaussian-process'
  | 'structure'
  | 'cycles'
  | 'day-week'
  | 'week-year'
  | 'prices'
  | 'counts'
  | 'intermittent';

/** A kind of series. */
export interface Family {
  name: FamilyName;
  /** Share of the series of a season and length of history, relative to the weights of the other families. */
  weight(season: number, history: number): number;
  /** True where `make` gives values as they are observed, false where it gives a latent path, whose unit is free. */
  isObserved: boolean;
  make(frame: Frame): Float64Array;
}

/** Hours and parts of hours, with a day of 24 steps or more. */
export function isWithinDay(season: number): boolean {
  return season >= 24 && season !== 30 && season !== 52;
}

/** Days: a week of 5 to 10 steps. */
export function isDaily(season: number): boolean {
  return season >= 5 && season <= 10;
}
