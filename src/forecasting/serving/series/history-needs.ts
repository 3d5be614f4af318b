/** Observations that forecasts of a model need, and refusals of series with fewer. */
import { type AppError, refusal } from '../../../errors.ts';
import type { ObservationsNeed } from '../../ensemble/index.ts';
import { observedCount, type SeriesHistory, trailingGap } from '../../history/index.ts';
import type { ModelForServing } from './forecastable-series.ts';

/** Fewest observations of a series from which the pre-trained network forecasts. */
const newObservationsMin = 4;

/** The reason why the networks cannot forecast a series from its last values; null if they can.
 *  @param isExplained whether the networks are asked for, so that the pre-trained network cannot forecast alone */
export function historyRefusal(
  history: SeriesHistory,
  model: ModelForServing,
  isExplained: boolean,
): AppError | null {
  const unmet = unmetNeed(history, model);
  return unmet && tooShort(history, unmet, model, isExplained);
}

/** The first need of the networks that a series does not meet; null if it meets all. */
export function unmetNeed({ raw }: SeriesHistory, model: ModelForServing): ObservationsNeed | null {
  return model.needs(raw.length).find((need) => !isMet(need, raw)) ?? null;
}

function isMet({ steps, observed }: ObservationsNeed, raw: Float64Array): boolean {
  return observedCount(raw.subarray(-steps)) >= observed;
}

/** Number of observations that a forecast of the series needs, and the sentence that says so. */
function needOf(
  raw: Float64Array,
  needed: number,
  model: ModelForServing,
  isExplained: boolean,
): { needed: number; need: string } {
  if (!hasBegun(raw, model) || needed <= newObservationsMin)
    return { needed, need: `a forecast needs ${needed}` };
  if (!isExplained) return { needed: newObservationsMin, need: `a forecast needs ${newObservationsMin}` };
  const alone = 'A forecast by the pre-trained network alone has no explanation';
  return { needed, need: `the networks need ${needed}. ${alone}` };
}

/** Whether the pre-trained network forecasts a series that the networks cannot. */
export function suitsPretrained({ raw }: SeriesHistory, model: ModelForServing): boolean {
  return hasBegun(raw, model) && observedCount(raw.subarray(-model.tail)) >= newObservationsMin;
}

/** Whether a series has few observations because it began lately, or began again after a gap, and not because values
 *  are missing at its end. */
function hasBegun(raw: Float64Array, model: ModelForServing): boolean {
  return model.forecastNew !== null && trailingGap(raw) === 0;
}

function tooShort(
  { id, raw }: SeriesHistory,
  { steps, observed }: ObservationsNeed,
  model: ModelForServing,
  isExplained: boolean,
): AppError {
  const read = raw.subarray(-steps);
  const have = observedCount(read);
  const { needed, need } = needOf(raw, observed, model, isExplained);
  const gap = trailingGap(read);
  const missing =
    gap === 0 ? '' : `, and ${gap === read.length ? 'every one' : `the last ${gap}`} is missing`;
  return refusal(
    'series_too_short',
    {
      series_id: id,
      message: `has ${have} observations in its last ${read.length} steps`,
      accepted: `at least ${needed}`,
    },
    `Series "${id}" has ${have} observations among its last ${read.length} steps${missing}; ${need}.`,
  );
}
