/** Scores of a model and of its baselines on the same targets. K horizon steps, S scored levels, L leads; row-major. */
import type { BacktestSeries, Metrics } from '../../contracts/schemas/index.ts';
import { insampleError } from '../statistics/index.ts';
import type { BaselineName } from './baselines.ts';
import type { ComparedForecasts, EvaluatedSeries } from './compared-forecasts.ts';
import type { EvaluationOptions } from './evaluation-options.ts';
import {
  createScore,
  emptyTargetScore,
  metricsOf,
  owaOf,
  type Score,
  scoredLevels,
  scoreTarget,
} from './metrics.ts';
import { leadsOf } from './skill-by-lead.ts';

const medianAt = scoredLevels.indexOf(0.5);

/** Scores of one method. */
interface MethodScores {
  total: Score;
  steps: Score[]; // [K]
  current: Score; // of the present series
  losses: number[][][]; // by lead, then by series, then by window
  medianErrors: number[][][]; // absolute, in the same order
  /** Sums over the leads of the present window. */
  lossSums: Float64Array; // [L]
  errorSums: Float64Array; // [L]
}

export interface Scores {
  model: MethodScores;
  baselines: ReadonlyMap<BaselineName, MethodScores>;
  /** Steps over which the losses are summed, ascending. */
  leads: readonly number[]; // [L]
  /** Series with a scored window. */
  reported: BacktestSeries[];
  /** Observed targets of each step. */
  stepPoints: readonly number[]; // [K]
}

/** Adds up the scores of windows, series by series. */
interface Tally {
  add(s: number, origins: readonly number[], forecasts: ComparedForecasts): void;
  endSeries(s: number): void;
  scores(): Scores;
}

export function createTally(
  series: readonly EvaluatedSeries[],
  names: readonly BaselineName[],
  { horizon, season, report }: Pick<EvaluationOptions, 'horizon' | 'season' | 'report'>,
): Tally {
  const S = scoredLevels.length;
  const leads = leadsOf(horizon);
  const create = (): MethodScores => ({
    total: createScore(),
    steps: Array.from({ length: horizon }, createScore),
    current: createScore(),
    losses: leads.map(() => []),
    medianErrors: leads.map(() => []),
    lossSums: new Float64Array(leads.length),
    errorSums: new Float64Array(leads.length),
  });
  const model = create();
  const baselines = new Map(names.map((name) => [name, create()]));
  const methods = [model, ...baselines.values()];
  const units = series.map(({ raw, trainEnd }) => insampleError(raw, trainEnd, season));
  const stepPoints = new Array<number>(horizon).fill(0);
  const scored = emptyTargetScore();
  const reported: BacktestSeries[] = [];
  const scores: Scores = { model, baselines, leads, reported, stepPoints };
  let windows = 0;
  let points = 0;
  beginSeries();

  return {
    add(s, origins, forecasts) {
      for (const [w, origin] of origins.entries())
        if (forecasts.usable[w] && scoreWindow(s, origin, forecasts, w) > 0)
          report?.({
            series: s,
            origin,
            quantiles: forecasts.quantiles.subarray(w * horizon * S, (w + 1) * horizon * S),
            points: Object.fromEntries(names.map((name, r) => [name, pointOf(forecasts, w, r)])),
          });
    },
    endSeries(s) {
      for (const { total, steps, current } of methods)
        for (const one of [total, current, ...steps]) one.endSeries();
      if (points > 0) {
        const metrics = metricsByMethod(scores, ({ current }) => current);
        reported.push({ series_id: series[s].id, windows, points, metrics });
      }
      beginSeries();
    },
    scores: () => scores,
  };

  function beginSeries(): void {
    windows = 0;
    points = 0;
    for (const method of methods) {
      method.current = createScore();
      for (const all of [...method.losses, ...method.medianErrors]) all.push([]);
    }
  }

  function pointOf({ baselinePoints }: ComparedForecasts, w: number, r: number): Float64Array {
    const at = (w * names.length + r) * horizon;
    return baselinePoints.subarray(at, at + horizon);
  }

  /** @returns the number of its targets that are observed */
  function scoreWindow(s: number, origin: number, forecasts: ComparedForecasts, w: number): number {
    const { quantiles, baselinePoints, baselineQuantiles } = forecasts;
    for (const { lossSums, errorSums } of methods) {
      lossSums.fill(0);
      errorSums.fill(0);
    }
    let targets = 0;
    for (let h = 0; h < horizon; h++) {
      const y = series[s].raw[origin + h];
      if (y === undefined || Number.isNaN(y)) continue;
      targets++;
      stepPoints[h]++;
      const step = w * horizon + h;
      scoreStep(model, s, h, y, null, quantiles, step);
      let r = 0;
      for (const baseline of baselines.values()) {
        const step = (w * names.length + r++) * horizon + h;
        scoreStep(baseline, s, h, y, baselinePoints[step], baselineQuantiles, step);
      }
    }
    if (targets === 0) return 0;
    windows++;
    points += targets;
    for (const { losses, medianErrors, lossSums, errorSums } of methods)
      for (const [l, all] of losses.entries()) {
        all[s].push(lossSums[l]);
        medianErrors[l][s].push(errorSums[l]);
      }
    return targets;
  }

  /** @param point point forecast; null: the median is it
   *  @param rows quantiles of all windows and steps [N·K, S]; `step` is the row of this target */
  function scoreStep(
    { total, steps, current, lossSums, errorSums }: MethodScores,
    s: number,
    h: number,
    y: number,
    point: number | null,
    rows: Float64Array,
    step: number,
  ): void {
    const median = rows[step * S + medianAt];
    scoreTarget(scored, y, point ?? median, rows, step * S);
    for (let l = 0; l < leads.length; l++)
      if (h < leads[l]) {
        lossSums[l] += scored.pinball;
        errorSums[l] += Math.abs(y - median);
      }
    total.addScored(scored, units[s]);
    steps[h].addScored(scored, units[s]);
    current.addScored(scored, units[s]);
  }
}

/** All methods by name; `auto` is the model. */
export function methodsByName({ model, baselines }: Pick<Scores, 'model' | 'baselines'>) {
  return new Map<string, MethodScores>([['auto', model], ...baselines]);
}

/** @param scoreOf the score of a method that is read */
export function metricsByMethod(
  scores: Pick<Scores, 'model' | 'baselines'>,
  scoreOf: (method: MethodScores) => Score,
): Record<string, Metrics> {
  const metrics = new Map(
    [...methodsByName(scores)].map(([name, method]) => [name, metricsOf(scoreOf(method).sums)]),
  );
  const naive2 = metrics.get('naive2')!;
  return Object.fromEntries(
    [...metrics].map(([name, figures]) => [name, { ...figures, owa: owaOf(figures, naive2) }]),
  );
}
