/** Backtest with refits: before each fold a model is trained on the observations that were known then. */
import assert from 'node:assert/strict';
import type { BacktestTask, TrainTask } from '../../contracts/ports/index.ts';
import {
  type BacktestPlan,
  type JobProgress,
  limits,
  type ModelSpec,
  pointsNeeded,
  type SeriesData,
} from '../../contracts/schemas/index.ts';
import { decodeSafetensors, encodeSafetensors } from '../../engine/index.ts';
import { AppError } from '../../errors.ts';
import { type Order, type Stopped, type Supervision, stoppedBy } from '../../training/index.ts';
import { modelOf, rebuildMembers, specOfWeights } from '../ensemble/index.ts';
import {
  type EvaluatedSeries,
  type Fold,
  type FoldForecasts,
  scoredForecasts,
  scoredLevels,
  seriesMax,
} from '../evaluation/index.ts';
import type { ResolvedSpec } from '../families/index.ts';
import {
  firstAtOrAfter,
  hasOwnSteps,
  historiesOf,
  observedCount,
  type SeriesHistory,
  sinceObserved,
} from '../history/index.ts';
import { forecastBatch } from '../network/index.ts';
import { decimated } from '../statistics/index.ts';
import { type TrainedEnsemble, trainEnsemble } from '../training/index.ts';

/** Bound on the targets: every checkpoint holds their forecasts. */
const targetsMax = 20_000;
/** Fewest seasons before the first origin that show the season of the model. */
const seasonsMin = 2;
/** Share of the job that is training and forecasting; scoring is the rest. */
const trainingShare = 0.95;

export interface RefitForecasts {
  status: 'finished';
  series: readonly (EvaluatedSeries & SeriesHistory)[];
  /** Settings as the first training decided them, with the seasons by which the forecasts are scored. */
  spec: ResolvedSpec;
  /** Forecasts from some origins of a fold that follow one another. */
  forecastsOf: (series: number, fold: number, origins: readonly number[]) => FoldForecasts;
  shareBefore: number;
}

/** Trains and forecasts fold by fold, with the code of a training job. A checkpoint holds the forecasts of the folds
 *  that are done and the state of the current training; a backtest that continues from it gives the same figures.
 *  @throws AppError series_too_short */
export async function refitForecasts(
  task: BacktestTask,
  supervision: Supervision,
): Promise<RefitForecasts | Stopped> {
  const { plan } = task;
  const { spec: requested, histories, folds, series } = planRefits(task);
  const resumed = task.checkpoint === null ? null : decodeState(task.checkpoint);
  const done = resumed === null ? [] : forecastsFrom(resumed, series, plan);
  let spec = resumed?.spec ?? null;
  const encode = (training: Uint8Array | null) => encodeState(done, spec, training);
  const position = { folds: folds.length, foldsBefore: done.length };
  for (let f = done.length; f < folds.length; f++) {
    const checkpoint = resumed !== null && f === resumed.folds ? resumed.training : null;
    const training = await trainEnsemble(
      foldTask({ ...task, requested }, histories, folds[f], checkpoint),
      foldSupervision(supervision, { ...position, fold: f }, encode),
      (trained) => trained,
    );
    if (training.status !== 'finished') return training;
    spec ??= training.spec;
    done.push(forecastFold(training, series, f, plan.horizon));
    const order = checkpointAfterFold(supervision, () => encode(null), stepOf(f + 1, 0));
    if (order !== 'run') return stoppedBy(supervision);
  }
  assert(spec !== null, 'there is at least one fold');
  return {
    status: 'finished',
    series,
    spec: { ...spec, ...scoredSeasons(series, specOfWeights(task.weights.bytes), spec) },
    forecastsOf: (s, f, origins) => partOf(done[f][s], series[s].folds[f].origins, origins),
    shareBefore: trainingShare,
  };
}

/** Seasons of the figures and the baselines: those of the model, so that its card and the backtest have the same
 *  measure. The first training has found its own in the fewest observations. They count where the typical series has
 *  less than `seasonsMin` seasons before its first origin: fewer differences of seasons are no scale of MASE. */
function scoredSeasons(
  series: RefitForecasts['series'],
  model: ResolvedSpec,
  first: ResolvedSpec,
): Pick<ResolvedSpec, 'season_length' | 'seasons' | 'year_length'> {
  const ends = series.map(({ trainEnd }) => trainEnd).sort((a, b) => a - b);
  const isSeen = ends[ends.length >> 1] >= seasonsMin * model.season_length;
  const { season_length, seasons, year_length } = isSeen ? model : first;
  return { season_length, seasons, year_length };
}

/** The settings of the trainings, the folds, by fold and then by series, and the series whose forecasts are
 *  scored, with their own folds.
 *  @throws AppError series_too_short */
function planRefits({ plan, header, requested, series, weights }: BacktestTask): {
  spec: ModelSpec;
  histories: readonly SeriesHistory[];
  folds: Fold[][];
  series: RefitForecasts['series'];
} {
  // The steps are those of the model, also where its family was open.
  const settings = { ...requested, family: requested.family ?? specOfWeights(weights.bytes).family };
  const histories = historiesOf(sinceObserved(series, settings, header), settings, header);
  const folds = foldsOf(histories, plan, requested);
  const kept = decimated(
    histories
      .map((history, s) => ({ history, s }))
      .filter(({ s }) => folds.some((fold) => fold[s].origins.length > 0)),
    Math.min(seriesMax, Math.max(1, Math.floor(targetsMax / plan.horizon / plan.windows))),
  );
  return {
    // Where the steps depend on the family, a fold of another one would be scored at other steps than it is trained on.
    spec: hasOwnSteps(header, { ...requested, family: null }) ? settings : requested,
    histories,
    folds,
    series: kept.map(({ history, s }) => ({
      ...history,
      trainEnd: folds.find((fold) => fold[s].origins.length > 0)![s].fitEnd,
      folds: folds.map((fold) => fold[s]),
    })),
  };
}

/** Training on the observations that are known before a fold. There is no card, so nothing is held out. */
function foldTask(
  { requested, header, kernel, series }: BacktestTask,
  histories: readonly SeriesHistory[],
  fold: readonly Fold[],
  checkpoint: Uint8Array | null,
): TrainTask {
  return {
    spec: { ...requested, validation: { ...requested.validation, windows: 0 } },
    header,
    series: series.flatMap((one, s) => {
      const { fitEnd } = fold[s];
      return fitEnd > 0 ? [upTo(one, histories[s].times[fitEnd - 1])] : [];
    }),
    checkpoint,
    initialWeights: null,
    kernel,
  };
}

function forecastFold(
  training: TrainedEnsemble,
  series: RefitForecasts['series'],
  fold: number,
  horizon: number,
): FoldForecasts[] {
  const build = { kernel: training.kernel, batchMax: forecastBatch, use: 'forecasts' } as const;
  const members = rebuildMembers(training.members, build);
  const model = modelOf({ ...training, members }, forecastBatch);
  return series.map((one) => scoredForecasts(model, one, one.folds[fold].origins, horizon));
}

/** Sends a checkpoint after a fold if one is due. @returns the order that was read */
function checkpointAfterFold(supervision: Supervision, encode: () => Uint8Array, step: number): Order {
  const order = supervision.order();
  if (order === 'suspend') supervision.lastCheckpoint(encode, step);
  else if (order === 'run' && supervision.checkpointDue()) supervision.checkpoint(encode, step);
  return order;
}

interface RefitPosition {
  fold: number;
  folds: number;
  /** Folds that earlier attempts have done. */
  foldsBefore: number;
}

/** Supervision of the training of a fold: its progress and checkpoints become those of the whole backtest.
 *  @param encodeWhole encodes the backtest with a checkpoint of the current training */
function foldSupervision(
  supervision: Supervision,
  position: RefitPosition,
  encodeWhole: (training: Uint8Array) => Uint8Array,
): Supervision {
  const whole = (encode: () => Uint8Array) => () => encodeWhole(encode());
  const { fold } = position;
  return {
    ...supervision,
    progress: (make, urgent) =>
      supervision.progress(() => backtestProgress(supervision, position, make()), urgent),
    checkpoint: (encode, step) => supervision.checkpoint(whole(encode), stepOf(fold, step)),
    lastCheckpoint: (encode, step) => supervision.lastCheckpoint(whole(encode), stepOf(fold, step)),
  };
}

/** Progress of the backtest, from that of the training of a fold. */
function backtestProgress(
  supervision: Supervision,
  { fold, folds, foldsBefore }: RefitPosition,
  { fraction, loss, validation_loss }: JobProgress,
): JobProgress {
  const share = (fold + fraction) / folds;
  const gained = share - foldsBefore / folds;
  const left = (1 - trainingShare * share) / trainingShare;
  return {
    fraction: trainingShare * share,
    phase: 'training',
    epoch: 0,
    step: fold,
    steps: folds,
    loss,
    validation_loss,
    elapsed_seconds: supervision.elapsedSeconds(),
    eta_seconds: gained > 0 ? (supervision.attemptSeconds() * left) / gained : null,
  };
}

/** Forecasts from some of the origins of a fold, which follow one another. */
function partOf(
  { usable, quantiles }: FoldForecasts,
  all: readonly number[],
  origins: readonly number[],
): FoldForecasts {
  const from = all.indexOf(origins[0]);
  const rowLength = quantiles.length / all.length;
  const end = from + origins.length;
  return {
    usable: usable.slice(from, end),
    quantiles: quantiles.subarray(from * rowLength, end * rowLength),
  };
}

/** Steps of the trainings of a fold and of the end of the fold: those of all networks, with the one that decides. */
const stepsOfFold = (limits.membersMax + 1) * limits.stepsMax + 1;

/** Step of a checkpoint over all folds: a later fold has larger steps. Below 2³¹, the bound of the
 *  column in the database. */
function stepOf(fold: number, trainingStep: number): number {
  return fold * stepsOfFold + trainingStep;
}

/** Plans the folds. Origins count back from the end of each series that is still observed. All series are cut at the
 *  time of the earliest first target of a fold: its model knows nothing of the time that it is
 *  tested on, from any series.
 *  @returns folds by fold, then by series
 *  @throws AppError series_too_short if no series has enough observations before its last origin */
function foldsOf(histories: readonly SeriesHistory[], plan: BacktestPlan, requested: ModelSpec): Fold[][] {
  const every = plan.refit_every ?? 1;
  const needed = pointsNeeded(requested);
  const tested = stillObserved(histories, plan.horizon);
  const isEnough = (back: number) => {
    const fold = foldOf(histories, tested, [back], plan);
    return (
      fold.some(({ origins }) => origins.length > 0) &&
      histories.some(({ raw }, s) => observedCount(raw.subarray(0, fold[s].fitEnd)) >= needed)
    );
  };
  let windows = plan.windows;
  while (windows > 0 && !isEnough(windows - 1)) windows--;
  if (windows === 0) {
    throw new AppError('series_too_short', {
      detail: `No series has ${needed} observations before its last ${plan.horizon}, which training anew needs; accepted: longer series, or a shorter horizon.`,
    });
  }
  return Array.from({ length: Math.ceil(windows / every) }, (_, f) => {
    const backs = Array.from(
      { length: Math.min(every, windows - f * every) },
      (_, i) => windows - 1 - f * every - i,
    );
    return foldOf(histories, tested, backs, plan);
  });
}

/** Whether each series ends less than a horizon before the typical one. The last windows of others lie in the past,
 *  which the training of a fold has seen of the rest. */
function stillObserved(histories: readonly SeriesHistory[], horizon: number): boolean[] {
  const lastOf = ({ times }: SeriesHistory) => times[times.length - 1];
  const byEnd = histories.filter(({ times }) => times.length > 0).sort((a, b) => lastOf(a) - lastOf(b));
  const typical = byEnd.at(byEnd.length >> 1);
  if (typical === undefined) return histories.map(() => false);
  const from = typical.times[Math.max(0, typical.times.length - horizon)];
  return histories.map((history) => lastOf(history) >= from);
}

/** One fold. A series has origins in it if it is tested and has a context before the first one.
 *  @param backs steps of the plan from the last origin back to each one of the fold, descending */
function foldOf(
  histories: readonly SeriesHistory[],
  tested: readonly boolean[],
  backs: readonly number[],
  { horizon, step }: BacktestPlan,
): Fold[] {
  const originAt = ({ raw }: SeriesHistory, back: number) => raw.length - horizon - step * back;
  const firsts = histories.map((history) => originAt(history, backs[0]));
  const takesPart = (s: number) => tested[s] && firsts[s] >= limits.contextLengthMin;
  const cut = histories.reduce(
    (earliest, { times }, s) => (takesPart(s) ? Math.min(earliest, times[firsts[s]]) : earliest),
    Number.POSITIVE_INFINITY,
  );
  return histories.map((history, s): Fold => {
    const fitEnd = firstAtOrAfter(history.times, cut);
    if (fitEnd < limits.contextLengthMin) return { fitEnd: 0, origins: [] };
    return { fitEnd, origins: takesPart(s) ? backs.map((back) => originAt(history, back)) : [] };
  });
}

/** The rows of a series up to a time. They share the memory of the series. */
function upTo(series: SeriesData, time: number): SeriesData {
  const at = firstAtOrAfter(series.times, time);
  const end = series.times[at] === time ? at + 1 : at;
  return {
    ...series,
    times: series.times.subarray(0, end),
    values: series.values.subarray(0, end),
    covariates: Object.fromEntries(
      Object.entries(series.covariates).map(([name, values]) => [name, values.subarray(0, end)]),
    ),
  };
}

const format = 'gatecast-refits';
/** Version 1 had other origins where series end at different times, version 2 where they begin with missing values, and
 *  version 3 where times are missing. In version 4 each fold chose its family, also where the family decides which days
 *  are steps, and steps did not follow the clock. */
const version = '5';

interface State {
  folds: number;
  usable: Uint8Array; // [N], over all folds, then series, then origins
  quantiles: Float64Array; // [N, K, S]
  spec: ResolvedSpec | null;
  /** Checkpoint of the current training. */
  training: Uint8Array | null;
}

function encodeState(
  done: readonly (readonly FoldForecasts[])[],
  spec: ResolvedSpec | null,
  training: Uint8Array | null,
): Uint8Array {
  const all = done.flat();
  const quantiles = new Float64Array(all.reduce((sum, one) => sum + one.quantiles.length, 0));
  let filled = 0;
  for (const one of all) {
    quantiles.set(one.quantiles, filled);
    filled += one.quantiles.length;
  }
  const usable = Uint8Array.from(all.flatMap((one) => one.usable.map(Number)));
  const data = { usable, quantiles, ...(training === null ? {} : { training }) };
  return encodeSafetensors(
    Object.entries(data).map(([name, values]) => ({ name, shape: [values.length], data: values })),
    { format, version, folds: String(done.length), spec: JSON.stringify(spec) },
  );
}

/** @returns null for a checkpoint of another version: the backtest starts over */
function decodeState(bytes: Uint8Array): State | null {
  const { tensors, metadata } = decodeSafetensors(bytes);
  assert(metadata.format === format, 'a checkpoint of a backtest');
  if (metadata.version !== version) return null;
  return {
    folds: Number(metadata.folds),
    usable: tensors.get('usable')!.data as Uint8Array,
    quantiles: tensors.get('quantiles')!.data as Float64Array,
    spec: JSON.parse(metadata.spec),
    training: (tensors.get('training')?.data as Uint8Array | undefined) ?? null,
  };
}

function forecastsFrom(
  { folds, usable, quantiles }: State,
  series: readonly EvaluatedSeries[],
  { horizon }: BacktestPlan,
): FoldForecasts[][] {
  const each = horizon * scoredLevels.length;
  let first = 0;
  return Array.from({ length: folds }, (_, f) =>
    series.map((one) => {
      const end = first + one.folds[f].origins.length;
      const forecasts = {
        usable: Array.from(usable.subarray(first, end), Boolean),
        quantiles: quantiles.slice(first * each, end * each),
      };
      first = end;
      return forecasts;
    }),
  );
}
