import type { ModelSpec } from '../../contracts/schemas/index.ts';

/** A spec whose every setting is decided. */
export type ResolvedSpec = {
  [Key in Exclude<keyof ModelSpec, 'validation' | keyof Unresolved>]-?: NonNullable<ModelSpec[Key]>;
} & { validation: { windows: number; step: number } } & Unresolved;

/** Settings that may stay null, and settings that models of earlier versions lack. */
type Unresolved = Pick<
  ModelSpec,
  | 'calendar'
  | 'lower_bound'
  | 'covariates'
  | 'encoding'
  | 'bounds'
  | 'epochs'
  | 'loss'
  | 'shares'
  | 'season_lengths'
  | 'seasons'
  | 'year_length'
>;

export type FamilyName = ResolvedSpec['family'];

/** The spec of one network of an ensemble: the spec of the model with the settings that this network has alone. */
export interface MemberSpec extends ResolvedSpec {
  /** The base path of the seasonal family is the mean of the values so many seasons back; 1 is the last season. */
  base_seasons: number[];
  /** Recurrent steps per season in the seasonal family, where that number divides the season. */
  season_steps: number;
}
