import type { BacktestSummary, Metrics, Skill } from '../contracts/backtest.ts';
import { type Baseline, createBaseline, insampleError } from './baselines.ts';
import { tailBefore } from './batch.ts';
import { decimated } from './decimation.ts';
import type { FittedModel } from './fitted-model.ts';
import { createScore, type Score, scoredLevels } from './metrics.ts';
import { normalQuantile } from './quantiles.ts';
import type { PreparedSeries } from './sampling.ts';
import { type PairedLosses, skillOf } from './skill.ts';
import { rangeFor, restored } from './target.ts';

export interface Backtest {
  summary: BacktestSummary;
  /** `auto` is the model. */
  metrics: Record<string, Metrics>;
  skill: Skill | null;
  /** The better of the baselines. */
  best: BaselineName;
}

/** Bounds on the work: targets compared, series that take part, and errors that the baselines learn from. */
const targetsMax = 200_000;
const seriesMax = 1_000;
const baselineErrorsMax = 4_000_000;
const baselineOriginsMax = 2_000;
const baselineOriginsMin = 50;

type BaselineName = Skill['baseline'];
const scores = scoredLevels.map(normalQuantile);

/** Rolling origins over the held-out tail: the trained model beside the last value and the last season, each on
 *  the same targets. `proceed` is asked before each series, with the share done; false gives null.
 *  Null also where no series has a held-out window. */
export function runBacktest(
  fitted: FittedModel,
  series: readonly PreparedSeries[],
  proceed: (share: number) => boolean,
): Backtest | null {
  const { horizon, spec } = fitted;
  const taking = decimated(
    series.filter(({ split }) => split.backtestOrigins.length > 0),
    seriesMax,
  );
  const originsMax = Math.max(1, Math.floor(targetsMax / horizon / Math.max(1, taking.length)));
  const errorsEach = Math.floor(baselineErrorsMax / horizon / Math.max(1, taking.length));
  const baselineOrigins = Math.max(baselineOriginsMin, Math.min(baselineOriginsMax, errorsEach));
  const seasons: [BaselineName, number][] = [['naive', 1]];
  if (spec.season_length > 1) seasons.push(['seasonal_naive', spec.season_length]);

  const model = createMethod();
  const baselines = seasons.map(([name, season]) => ({ name, season, method: createMethod() }));
  const summary = { windows: 0, step: spec.validation.step, horizon, series: 0, points: 0 };
  for (const [index, one] of taking.entries()) {
    if (!proceed(index / taking.length)) return null;
    const rivals = baselines.map(({ season, method }) => ({
      baseline: createBaseline(one.source.values, one.split.trainEnd, season, horizon, baselineOrigins),
      method,
    }));
    const origins = decimated(one.split.backtestOrigins, originsMax);
    const compared = compareSeries(fitted, one, origins, model, rivals);
    if (compared.points === 0) continue;
    summary.series++;
    summary.points += compared.points;
    summary.windows = Math.max(summary.windows, compared.windows);
  }
  if (summary.points === 0) return null;

  const metrics: Record<string, Metrics> = { auto: model.score.metrics() };
  for (const { name, method } of baselines) metrics[name] = method.score.metrics();
  const loss = (name: BaselineName) => metrics[name].wql ?? Number.POSITIVE_INFINITY;
  const best = baselines.reduce((a, b) => (loss(b.name) < loss(a.name) ? b : a));
  const overlap = Math.ceil(horizon / spec.validation.step);
  const paired = model.losses.map((losses, i) => ({ model: losses, baseline: best.method.losses[i] }));
  return { summary, metrics, skill: skillOf(paired, overlap, best.name, spec.seed), best: best.name };
}

interface Method {
  score: Score;
  /** Loss of each window, per series. */
  losses: PairedLosses['model'][];
}

function createMethod(): Method {
  return { score: createScore(), losses: [] };
}

/** Scores all methods on the windows of one series that each of them can forecast. */
function compareSeries(
  { horizon, tail, spec, forecast }: FittedModel,
  series: PreparedSeries,
  origins: readonly number[],
  model: Method,
  rivals: readonly { baseline: Baseline; method: Method }[],
): { windows: number; points: number } {
  const { raw, split } = series;
  const transform = series.source.isLog ? 'log' : 'identity';
  const unit = insampleError(raw, split.trainEnd, spec.season_length);
  const fans = forecast(origins.map((origin) => ({ series, origin })));
  const asked = new Float64Array(scoredLevels.length);
  const methods = [model, ...rivals.map(({ method }) => method)];
  const losses = methods.map((): number[] => []);
  let points = 0;

  for (const [w, origin] of origins.entries()) {
    const known = rivals.every(({ baseline }) =>
      Array.from({ length: horizon }, (_, h) => baseline.quantile(origin, h, 0.5)).every(Number.isFinite),
    );
    if (!fans.usable[w] || !known) continue;
    const range = rangeFor(spec, tailBefore(raw, origin, tail));
    const sums = methods.map(() => 0);
    let targets = 0;
    for (let h = 0; h < horizon; h++) {
      const y = raw[origin + h];
      if (Number.isNaN(y)) continue;
      targets++;
      for (const [i, score] of scores.entries()) asked[i] = fans.at(w, h, score);
      sums[0] += model.score.add(y, fans.at(w, h, 0), asked, unit);
      for (const [r, { baseline, method }] of rivals.entries()) {
        for (const [i, p] of scoredLevels.entries())
          asked[i] = restored(baseline.quantile(origin, h, p), transform, range);
        const path = restored(baseline.path(origin, h), transform, range);
        sums[r + 1] += method.score.add(y, path, asked, unit);
      }
    }
    if (targets === 0) continue;
    points += targets;
    for (const [i, sum] of sums.entries()) losses[i].push(sum);
  }
  for (const [i, method] of methods.entries()) {
    method.score.endSeries();
    method.losses.push(losses[i]);
  }
  return { windows: losses[0].length, points };
}
