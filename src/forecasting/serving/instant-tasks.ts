/** Tasks of the instant method. */
import type {
  ComparisonTask,
  InstantAnswers,
  InstantDecision,
  InstantTask,
} from '../../contracts/ports/index.ts';
import { seasonOf } from '../families/index.ts';
import { historyOf, observedCount, type SeriesHistory, yearLength } from '../history/index.ts';
import { decideInstant, methods } from '../methods/index.ts';
import { forecastSeries } from './forecast.ts';
import { instantModel } from './instant.ts';

/** Windows that are forecast at a time where a series has many. */
const windowsMax = 128;
/** Calls after which most of the code is compiled. */
const preparingCalls = 3;

/** Forecasts series without a model. */
export function forecastInstantly(task: InstantTask): InstantAnswers {
  const decision = task.decision ?? decide(task);
  const model = instantModel(task.spec, decision, task.horizon);
  const explain = task.explain ? (histories: SeriesHistory[]) => model.explain(histories, task.header) : null;
  const [season_length] = decision.seasons;
  const answers = forecastSeries(task, model, windowsMax, explain);
  return {
    decision,
    answers: answers.map((answer) => ('problem' in answer ? answer : { ...answer, season_length })),
  };
}

/** Loads the network and compiles its code, so that the first call is as fast as the others. */
export function prepareInstant(): void {
  const task = { horizon: 12, levels: [0.1, 0.5, 0.9] };
  const months = Float64Array.from({ length: 48 }, (_, t) => 10 + (t % 12));
  const weeks = Float64Array.from({ length: 110 }, (_, t) => 10 + (t % 13));
  for (let call = 0; call < preparingCalls; call++) {
    methods.instant.fit([months], { ...task, season: 12 })[0](months);
    methods.instant.fit([weeks], { ...task, season: 1, year: 52 })[0](weeks);
  }
}

/** Decisions from the values of all series together. */
export function decide({ spec, header, series, horizon }: ComparisonTask): InstantDecision {
  const values = series
    .map((one) => historyOf(one, { ...spec, covariates: null }, header).raw)
    .filter((raw) => observedCount(raw) > 0);
  const named = spec.season_lengths ?? null;
  const season = named?.[0] ?? seasonOf(values, header, horizon);
  return decideInstant(values, { season, horizon, levels: [], year: yearLength(header) }, named);
}
