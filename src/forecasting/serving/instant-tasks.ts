/** Tasks of the instant method. */
import type { ComparisonTask, InstantAnswers, InstantTask } from '../../contracts/ports/index.ts';
import { seasonOf } from '../families/index.ts';
import { historyOf, type SeriesHistory } from '../history/index.ts';
import { forecastSeries } from './forecast.ts';
import { instantModel } from './instant.ts';

/** Windows that are forecast at a time where a series has many. */
const windowsMax = 128;

/** Forecasts series without a model. */
export function forecastInstantly(task: InstantTask): InstantAnswers {
  const season = task.season ?? instantSeason(task);
  const model = instantModel(task.spec, season, task.horizon);
  const explain = task.explain ? (histories: SeriesHistory[]) => model.explain(histories, task.header) : null;
  return { season, answers: forecastSeries(task, model, windowsMax, explain) };
}

/** Observations in the season that the series of a call have in common; 1 where there is none. */
export function instantSeason({ spec, header, series, horizon }: ComparisonTask): number {
  const values = series.map((one) => historyOf(one, { ...spec, covariates: null }, header).raw);
  return seasonOf(values, header, horizon);
}
