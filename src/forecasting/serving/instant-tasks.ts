/** Tasks of the instant method. */
import type {
  ComparisonTask,
  InstantAnswers,
  InstantDecision,
  InstantTask,
} from '../../contracts/ports/index.ts';
import { seasonOf } from '../families/index.ts';
import { historyOf, observedCount, type SeriesHistory } from '../history/index.ts';
import { decideInstant } from '../methods/index.ts';
import { forecastSeries } from './forecast.ts';
import { instantModel } from './instant.ts';

/** Windows that are forecast at a time where a series has many. */
const windowsMax = 128;

/** Forecasts series without a model. */
export function forecastInstantly(task: InstantTask): InstantAnswers {
  const decision = task.decision ?? decide(task);
  const model = instantModel(task.spec, decision, task.horizon);
  const explain = task.explain ? (histories: SeriesHistory[]) => model.explain(histories, task.header) : null;
  return { decision, answers: forecastSeries(task, model, windowsMax, explain) };
}

/** Decisions from the values of all series together. */
export function decide({ spec, header, series, horizon }: ComparisonTask): InstantDecision {
  const values = series
    .map((one) => historyOf(one, { ...spec, covariates: null }, header).raw)
    .filter((raw) => observedCount(raw) > 0);
  const named = spec.season_lengths ?? null;
  const season = named?.[0] ?? seasonOf(values, header, horizon);
  return decideInstant(values, { season, horizon, levels: [] }, named);
}
