/** Tasks of the instant method. */
import type {
  ComparisonTask,
  InstantAnswers,
  InstantDecision,
  InstantTask,
} from '../../contracts/ports/index.ts';
import { isSkippedTime } from '../../series/index.ts';
import { seasonOf } from '../families/index.ts';
import {
  hasOwnSteps,
  historyOf,
  observedCount,
  type SeriesHistory,
  type StepSettings,
  stepsOfYear,
  yearLength,
} from '../history/index.ts';
import { decideInstant, methods } from '../methods/index.ts';
import { sinceLaunch } from '../statistics/index.ts';
import { forecastSeries } from './forecast.ts';
import { instantModel, servedSpec } from './instant.ts';
import { stepsAhead } from './series/steps-ahead.ts';

/** Windows that are forecast at a time where a series has many. */
const windowsMax = 128;
/** Steps of closed days before the end of a horizon that are forecast too. Beyond them a step is
 *  that of a season before. */
const closedStepsMax = 31;
/** Calls after which most of the code is compiled. */
const preparingCalls = 3;

/** Forecasts series without a model. */
export function forecastInstantly(task: InstantTask): InstantAnswers {
  const decision = task.decision ?? decide(task);
  const [season_length] = decision.seasons;
  const settings = servedSpec(task.spec, decision);
  const histories = task.series.map((one) => historyOf(one, settings, task.header));
  const answers: InstantAnswers['answers'] = [];
  for (const [steps, places] of Map.groupBy(task.series.keys(), (i) =>
    stepsOf(task, settings, histories[i], task.series[i].start),
  )) {
    const model = instantModel(task.spec, decision, steps);
    const explain = task.explain
      ? (histories: SeriesHistory[]) => model.explain(histories, task.header)
      : null;
    const part = {
      ...task,
      series: places.map((i) => task.series[i]),
      ...(task.future === undefined ? {} : { future: places.map((i) => task.future![i]) }),
    };
    const read = places.map((i) => histories[i]);
    for (const [at, answer] of forecastSeries(part, model, windowsMax, explain, read).entries())
      answers[places[at]] = 'problem' in answer ? answer : { ...answer, season_length };
  }
  return { decision, answers };
}

/** Steps that a forecast of a series needs: the horizon, and the closed days and the times that
 *  clocks skip before its end. */
function stepsOf(
  { header, horizon }: InstantTask,
  settings: StepSettings,
  { times }: SeriesHistory,
  start: number | undefined,
): number {
  if (!hasOwnSteps(header, settings)) return horizon;
  const { stepTimes } = stepsAhead(times, start, horizon, header, settings);
  const most = horizon + closedStepsMax + stepTimes.filter(isSkippedTime).length;
  return Math.max(horizon, Math.min(stepTimes.length, most));
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
    .filter((raw) => observedCount(raw) > 0)
    .map(sinceLaunch);
  const named = spec.season_lengths ?? null;
  const season = named?.[0] ?? seasonOf(values, header, horizon);
  const decided = decideInstant(values, { season, horizon, levels: [], year: yearLength(header) }, named);
  return { ...decided, stepsOfYear: stepsOfYear(header) };
}
