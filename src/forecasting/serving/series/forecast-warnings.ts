import { isSkippedTime } from '../../../series/index.ts';
import {
  covariateWarnings,
  hasLeft,
  observedCount,
  type SeriesHistory,
  trailingGap,
} from '../../history/index.ts';
import type { ForecastableSeries, ModelForServing } from './forecastable-series.ts';
import { unmetNeed } from './history-needs.ts';
import { modelSteps, type StepsAhead } from './steps-ahead.ts';

/** @param seasons of the data, beside that of the model */
export function warningsOf(
  series: ForecastableSeries,
  model: ModelForServing,
  seasons: readonly number[],
): string[] {
  const { history } = series;
  if (series.forecastBy === 'similar_series') return series.few.warnings;
  const beyond = beyondHorizon(series, model, seasons);
  if (series.forecastBy === 'pretrained') return [pretrainedWarning(history, model), ...beyond];
  return [...networksWarnings(history, model), ...series.unmatched, ...beyond];
}

/** Warns about times that closed days, or times that clocks skip, move beyond the horizon of the model. */
function beyondHorizon(
  { ahead, known }: ForecastableSeries,
  model: ModelForServing,
  seasons: readonly number[],
): string[] {
  const { horizon, season } = model;
  const { steps } = ahead;
  const read = modelSteps(ahead, model, seasons);
  if (steps === null || read === null) return [];
  const beyond = [...steps.keys()].filter((h) => steps[h] >= horizon);
  if (beyond.length === 0) return [];
  const isOne = beyond.length === 1;
  const isInPhase = beyond.every((h) => (steps[h] - read[h]) % season === 0);
  const inSeason = isInPhase ? 'that of a season before' : 'at another phase of the season';
  const origin = season === 1 ? 'that of the last step of the model' : inSeason;
  const withoutEffect = ` Covariates of ${isOne ? 'that time' : 'these times'} have no effect.`;
  const longer = ` A model with a horizon of ${Math.max(...steps) + 1} steps forecasts ${isOne ? 'it' : 'them'}.`;
  return [
    `${stepsWithoutTime(ahead, steps)} move the last ${isOne ? 'time' : `${beyond.length} times`} beyond the horizon of the model: the forecast there is ${origin}.${known.length === 0 ? '' : withoutEffect}${isInPhase ? '' : longer}`,
  ];
}

/** Names the kinds of steps ahead that are no time of the forecast. */
function stepsWithoutTime({ stepTimes }: StepsAhead, steps: readonly number[]): string {
  const skipped = stepTimes.filter(isSkippedTime).length;
  if (skipped === 0) return 'Closed days';
  const closed = stepTimes.length - new Set(steps).size - skipped;
  return closed === 0 ? 'Times that clocks skip' : 'Closed days and times that clocks skip';
}

function pretrainedWarning(history: SeriesHistory, model: ModelForServing): string {
  const { raw } = history;
  const { steps, observed } = unmetNeed(history, model)!;
  const among = steps < raw.length ? ` among its last ${steps} steps` : '';
  return `The series has ${observedCount(raw.subarray(-steps))} observations${among}, and the networks need ${observed}: the pre-trained network forecasts it alone, without covariates, and the intervals are not calibrated.`;
}

function networksWarnings(history: SeriesHistory, model: ModelForServing): string[] {
  const { context, tail, season, spec } = model;
  const { raw } = history;
  const warnings = model.warnings(history);
  const gap = trailingGap(raw);
  const last = gap === 1 ? 'The last value is missing' : `The last ${gap} values are missing`;
  const substitute =
    season > 1
      ? 'the forecast starts from the last observed season'
      : 'the forecast starts from the last observed value';
  if (gap > 0) warnings.push(`${last}; ${substitute}, and the fan is wider because of the gap.`);
  const { lower_bound: trainedLower, bounds } = spec;
  const { lower, upper } = bounds ?? { lower: null, upper: null };
  const read = raw.subarray(-tail);
  if (lower === null && hasLeft(trainedLower, read))
    warnings.push(
      `There are values below ${trainedLower}, the smallest value in training: the forecast has no lower bound.`,
    );
  if (areBeyond(read, lower ?? Number.NEGATIVE_INFINITY, upper ?? Number.POSITIVE_INFINITY))
    warnings.push('There are values outside the bounds; the forecast stays within them.');
  return [...warnings, ...covariateWarnings(history, spec, context)];
}

function areBeyond(values: Float64Array, lower: number, upper: number): boolean {
  for (let t = 0; t < values.length; t++) if (values[t] < lower || values[t] > upper) return true;
  return false;
}
