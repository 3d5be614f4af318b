import type { Metrics } from '../contracts/backtest.ts';
import type { BacktestOutcome, BacktestResult, BacktestTask } from '../contracts/backtest-port.ts';
import type { BacktestPlan, BacktestReport, BacktestWindow } from '../contracts/backtest-run.ts';
import type { DatasetHeader } from '../contracts/dataset.ts';
import type { JobProgress } from '../contracts/job.ts';
import { formatTime } from '../contracts/time.ts';
import { selectKernel } from '../engine/index.ts';
import { AppError } from '../errors.ts';
import { type Clock, createSupervision } from '../training/supervision.ts';
import { createBaseline, insampleError } from './baselines.ts';
import { tailBefore } from './batch.ts';
import { decimated } from './decimation.ts';
import type { FittedModel, SeriesHistory } from './fitted-model.ts';
import { createScore, type Score, scoredLevels } from './metrics.ts';
import { normalQuantile } from './quantiles.ts';
import { type PairedLosses, skillOf } from './skill.ts';
import { splitSeries } from './split.ts';
import { historiesOf, rangeFor, restored, transformed } from './target.ts';
import { decodeEvaluation } from './weights-file.ts';

/** Bounds on the work and on what is stored: targets compared, series that take part, errors that baselines learn. */
const targetsMax = 200_000;
const seriesMax = 1_000;
const baselineOriginsMax = 2_000;
const batchMax = 64;

/** Levels that are told for each target, beside the median. */
const toldLevels = [0.025, 0.1, 0.9, 0.975];
const toldPositions = toldLevels.map((level) => scoredLevels.indexOf(level));
const normalScores = scoredLevels.map(normalQuantile);

type BaselineName = 'naive' | 'seasonal_naive';
interface Series extends SeriesHistory {
  values: Float64Array; // transformed
  trainEnd: number;
  origins: number[];
}

/** Tests a trained model at rolling origins that its training has not seen, beside its baselines. */
export function rollingBacktest(task: BacktestTask, clock: Clock = () => performance.now()): BacktestOutcome {
  try {
    return backtestOrThrow(task, clock);
  } catch (error) {
    if (error instanceof AppError) return { status: 'failed', problem: error.toProblem() };
    throw error;
  }
}

function backtestOrThrow(task: BacktestTask, clock: Clock): BacktestOutcome {
  const supervision = createSupervision(task, clock);
  const model = decodeEvaluation(task.weights.bytes, selectKernel(task.kernel ?? undefined), batchMax);
  const taking = decimated(
    historiesOf(task.series, model.spec, task.header)
      .map((one) => prepare(one, model, task))
      .filter(({ origins }) => origins.length > 0),
    seriesMax,
  );
  if (taking.length === 0) throw nothingUnseen(task.plan);

  const tally = createTally(task.plan, model);
  const originsMax = Math.max(1, Math.floor(targetsMax / task.plan.horizon / taking.length));
  for (const [index, series] of taking.entries()) {
    const share = index / taking.length;
    supervision.progress(
      () => progressAt(share, index, taking.length, supervision.attemptSeconds()),
      index === 0,
    );
    const order = supervision.order();
    if (order !== 'run') return { status: order === 'cancel' ? 'cancelled' : 'suspended' };
    tally.add(series, decimated(series.origins, originsMax), task.header);
  }
  const result = tally.result();
  if (result === null) throw nothingUnseen(task.plan);
  supervision.progress(() => progressAt(1, taking.length, taking.length, supervision.attemptSeconds()), true);
  return { status: 'succeeded', ...result };
}

/** What the network was trained on ends where the windows of its own backtest begin. */
function prepare(history: SeriesHistory, { spec }: FittedModel, { plan }: BacktestTask): Series {
  const { raw } = history;
  const { trainEnd } = splitSeries(raw.length, { horizon: spec.horizon, ...spec.validation });
  const origins: number[] = [];
  for (let origin = raw.length - plan.horizon; origin >= trainEnd; origin -= plan.step) {
    if (origins.length === plan.windows) break;
    origins.unshift(origin);
  }
  return {
    ...history,
    values: transformed(raw, spec.transform),
    trainEnd,
    origins,
  };
}

interface Method {
  name: 'auto' | BaselineName;
  total: Score;
  steps: Score[]; // [K]
  losses: PairedLosses['model'][];
}

/** Sums over all series, in total and by step, with the windows themselves. */
function createTally(plan: BacktestPlan, { tail, spec, forecast }: FittedModel) {
  const { horizon } = plan;
  const { transform } = spec;
  const seasons: [BaselineName, number][] = [['naive', 1]];
  if (spec.season_length > 1) seasons.push(['seasonal_naive', spec.season_length]);
  const methods = (['auto', ...seasons.map(([name]) => name)] as Method['name'][]).map(
    (name): Method => ({
      name,
      total: createScore(),
      steps: Array.from({ length: horizon }, createScore),
      losses: [],
    }),
  );
  const windows: BacktestWindow[] = [];
  const perSeries: BacktestReport['series'] = [];
  const stepPoints = new Array<number>(horizon).fill(0);
  const asked = new Float64Array(scoredLevels.length);

  return {
    add(series: Series, origins: readonly number[], header: DatasetHeader) {
      const { id, times, raw, values, trainEnd } = series;
      const unit = insampleError(raw, trainEnd, spec.season_length);
      const baselines = seasons.map(([, season]) =>
        createBaseline(values, trainEnd, season, horizon, baselineOriginsMax),
      );
      const fans = forecast(origins.map((origin) => ({ series, origin })));
      const own = methods.map(() => createScore());
      const losses = methods.map((): number[] => []);
      const timeAt = (t: number) => formatTime(times[t], header.time_kind, header.time_zone);
      let points = 0;

      for (const [w, origin] of origins.entries()) {
        const isKnown = baselines.every((baseline) =>
          Array.from({ length: horizon }, (_, h) => baseline.quantile(origin, h, 0.5)).every(Number.isFinite),
        );
        if (!fans.usable[w] || !isKnown) continue;
        const told: BacktestWindow = {
          series_id: id,
          origin: timeAt(origin - 1),
          times: [],
          actual: [],
          median: [],
          quantiles: Object.fromEntries(toldLevels.map((level) => [String(level), []])),
          baselines: Object.fromEntries(seasons.map(([name]) => [name, []])),
        };
        const range = rangeFor(spec, tailBefore(raw, origin, tail));
        const sums = methods.map(() => 0);
        let targets = 0;
        for (let h = 0; h < horizon; h++) {
          const y = raw[origin + h];
          const isThere = !Number.isNaN(y);
          const score = (m: number, point: number) => {
            if (!isThere) return;
            sums[m] += methods[m].total.add(y, point, asked, unit);
            methods[m].steps[h].add(y, point, asked, unit);
            own[m].add(y, point, asked, unit);
          };
          for (const [i, z] of normalScores.entries()) asked[i] = fans.at(w, h, z);
          const middle = fans.at(w, h, 0);
          score(0, middle);
          told.times.push(timeAt(origin + h));
          told.actual.push(isThere ? y : null);
          told.median.push(middle);
          for (const [i, level] of toldLevels.entries())
            told.quantiles[String(level)].push(asked[toldPositions[i]]);
          for (const [b, baseline] of baselines.entries()) {
            for (const [i, p] of scoredLevels.entries())
              asked[i] = restored(baseline.quantile(origin, h, p), transform, range);
            const point = restored(baseline.path(origin, h), transform, range);
            score(b + 1, point);
            told.baselines[seasons[b][0]].push(point);
          }
          if (!isThere) continue;
          targets++;
          stepPoints[h]++;
        }
        if (targets === 0) continue;
        points += targets;
        windows.push(told);
        for (const [m, sum] of sums.entries()) losses[m].push(sum);
      }
      for (const [m, { total, steps, losses: all }] of methods.entries()) {
        for (const score of [total, own[m], ...steps]) score.endSeries();
        all.push(losses[m]);
      }
      if (points > 0)
        perSeries.push({ series_id: id, windows: losses[0].length, points, metrics: named((m) => own[m]) });
    },

    /** Null where nothing could be compared. */
    result(): BacktestResult | null {
      if (windows.length === 0) return null;
      const metrics = named((m) => methods[m].total);
      const loss = ({ name }: Method) => metrics[name].wql ?? Number.POSITIVE_INFINITY;
      const best = methods.slice(1).reduce((a, b) => (loss(b) < loss(a) ? b : a));
      const paired = methods[0].losses.map((losses, i) => ({ model: losses, baseline: best.losses[i] }));
      const overlap = Math.ceil(horizon / plan.step);
      return {
        windows,
        report: {
          summary: {
            windows: Math.max(...perSeries.map((series) => series.windows)),
            step: plan.step,
            horizon,
            series: perSeries.length,
            points: perSeries.reduce((sum, series) => sum + series.points, 0),
          },
          skill: skillOf(paired, overlap, best.name as BaselineName, spec.seed),
          metrics,
          series: perSeries,
          steps: stepPoints.map((points, h) => ({
            step: h + 1,
            points,
            metrics: named((m) => methods[m].steps[h]),
          })),
        },
      };
    },
  };

  function named(scoreOf: (m: number) => Score): Record<string, Metrics> {
    return Object.fromEntries(methods.map(({ name }, m) => [name, scoreOf(m).metrics()]));
  }
}

function progressAt(share: number, step: number, steps: number, seconds: number): JobProgress {
  return {
    fraction: share,
    phase: share === 1 ? 'publishing' : 'backtest',
    epoch: 0,
    step,
    steps,
    loss: null,
    validation_loss: null,
    elapsed_seconds: seconds,
    eta_seconds: share === 0 ? null : (seconds * (1 - share)) / share,
  };
}

function nothingUnseen({ horizon }: BacktestPlan): AppError {
  return new AppError('series_too_short', {
    detail: `No series has ${horizon} observations after what the model was trained on; accepted: a shorter horizon, or a model that was trained with a longer validation part.`,
  });
}
