/** Evaluation: scores forecasts at rolling origins, and those of the baselines on the same targets. The
 *  backtest of a training and a backtest job share it. N windows, K horizon steps, S scored levels; row-major. */
import type {
  BacktestSeries,
  BacktestStep,
  BacktestSummary,
  Comparison,
  LeadSkill,
  Metrics,
  Skill,
} from '../../contracts/schemas/index.ts';
import { type PairedLosses, skillValue, type TestedSkill } from '../../training/index.ts';
import { insampleError } from '../statistics/index.ts';
import { type BaselineName, type NaiveBaseline, naiveBaselines } from './baselines.ts';
import { betterMethods } from './better-methods.ts';
import type {
  ComparedForecasts,
  ComparisonTask,
  EvaluatedSeries,
  ForecastComparison,
} from './compared-forecasts.ts';
import { dieboldMariano } from './diebold-mariano.ts';
import {
  createScore,
  emptyTargetScore,
  halfCoverageOf,
  metricsOf,
  owaOf,
  pitOf,
  type Score,
  scoredLevels,
  scoreTarget,
} from './metrics.ts';
import { naiveOfValidation } from './naive-choice.ts';
import { type NeverWrong, neverWrong } from './never-wrong.ts';
import { leadsOf, skillByLead } from './skill-by-lead.ts';
import { skillInterval } from './skill-interval.ts';

/** A window that was scored. Its arrays are valid during the call only. */
export interface ScoredWindow {
  series: number;
  origin: number;
  quantiles: Float64Array; // [K, S]
  points: Record<string, Float64Array>; // [K] of each baseline
}

export interface EvaluationOptions extends ComparisonTask {
  /** Observations between origins. */
  step: number;
  seed: number;
  /** Whether skill needs a better median. A median that is fixed to the last value has none, and only its fan is judged. */
  judgesMedian: boolean;
  /** Called before each series with the share of the work that is done; false ends the evaluation. */
  proceed(share: number): boolean;
  report?(window: ScoredWindow): void;
}

export interface Evaluation {
  summary: BacktestSummary;
  /** By method; `auto` is the model. */
  metrics: Record<string, Metrics>;
  /** By method: coverage where a value on a bound is half inside, by level. */
  halfCoverage: Record<string, Record<string, number>>;
  /** Over the naive baseline that was best on validation. */
  skill: Skill | null;
  /** Skill on the first steps and on all of them, as far as there are enough windows. */
  leads: LeadSkill[];
  /** The naive baseline that was best on validation. */
  best: NaiveBaseline;
  neverWrong: NeverWrong | null;
  comparisons: Comparison[];
  /** Baselines that are better than the model beyond chance. */
  better: BaselineName[];
  /** Scored series, sorted by the MASE of the model, the largest first. */
  series: BacktestSeries[];
  steps: BacktestStep[];
}

const medianAt = scoredLevels.indexOf(0.5);

/** Scores the forecasts of a model and of its baselines.
 *  @param forecastsOf forecasts of each part of the comparison, which are asked for in order; null ends the evaluation
 *  @returns null if no window could be scored, or if the evaluation was ended */
export function evaluate(
  series: readonly EvaluatedSeries[],
  { baselines: names, parts }: Pick<ForecastComparison, 'baselines' | 'parts'>,
  forecastsOf: (part: number) => ComparedForecasts | null,
  options: EvaluationOptions,
): Evaluation | null {
  const chosen = naiveOfValidation(series, names, options);
  const tally = createTally(series, names, chosen, options);
  let p = 0;
  for (let s = 0; s < series.length; s++) {
    if (!options.proceed(s / series.length)) return null;
    for (; p < parts.length && parts[p].series === s; p++) {
      const forecasts = forecastsOf(p);
      if (forecasts === null) return null;
      tally.add(s, parts[p].origins, forecasts);
    }
    tally.endSeries(s);
  }
  return tally.result();
}

interface Method {
  total: Score;
  steps: Score[]; // [K]
  current: Score; // of the present series
  losses: number[][][]; // by lead, then by series, then by window
  medianErrors: number[][][]; // absolute, in the same order
}

function createTally(
  series: readonly EvaluatedSeries[],
  names: readonly BaselineName[],
  chosen: NaiveBaseline | null,
  { horizon, season, step, seed, judgesMedian, report }: EvaluationOptions,
) {
  const S = scoredLevels.length;
  const leads = leadsOf(horizon);
  const create = (): Method => ({
    total: createScore(),
    steps: Array.from({ length: horizon }, createScore),
    current: createScore(),
    losses: leads.map(() => []),
    medianErrors: leads.map(() => []),
  });
  const methodNames = ['auto', ...names];
  const methods = methodNames.map(create);
  // Of one window, by method and lead.
  const sums = new Float64Array(methods.length * leads.length);
  const errors = new Float64Array(methods.length * leads.length);
  const units = series.map(({ raw, trainEnd }) => insampleError(raw, trainEnd, season));
  const stepPoints = new Array<number>(horizon).fill(0);
  const scored = emptyTargetScore();
  const reported: BacktestSeries[] = [];
  let windows = 0;
  let points = 0;
  beginSeries();

  return {
    add(s: number, origins: readonly number[], forecasts: ComparedForecasts): void {
      for (const [w, origin] of origins.entries())
        if (forecasts.usable[w] && score(s, origin, forecasts, w) > 0)
          report?.({
            series: s,
            origin,
            quantiles: forecasts.quantiles.subarray(w * horizon * S, (w + 1) * horizon * S),
            points: Object.fromEntries(names.map((name, r) => [name, pointOf(forecasts, w, r)])),
          });
    },

    endSeries(s: number): void {
      for (const { total, steps, current } of methods)
        for (const one of [total, current, ...steps]) one.endSeries();
      if (points > 0)
        reported.push({
          series_id: series[s].id,
          windows,
          points,
          metrics: named(({ current }) => current),
        });
      beginSeries();
    },

    /** Null if nothing was scored. */
    result,
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

  /** Scores one window. @returns the number of its targets that are observed */
  function score(s: number, origin: number, forecasts: ComparedForecasts, w: number): number {
    const { quantiles, baselinePoints, baselineQuantiles } = forecasts;
    const L = leads.length;
    sums.fill(0);
    errors.fill(0);
    let targets = 0;
    for (let h = 0; h < horizon; h++) {
      const y = series[s].raw[origin + h];
      if (y === undefined || Number.isNaN(y)) continue;
      targets++;
      stepPoints[h]++;
      for (let m = 0; m < methods.length; m++) {
        const { total, steps, current } = methods[m];
        const step = m === 0 ? w * horizon + h : (w * names.length + m - 1) * horizon + h;
        const rows = m === 0 ? quantiles : baselineQuantiles;
        const median = rows[step * S + medianAt];
        scoreTarget(scored, y, m === 0 ? median : baselinePoints[step], rows, step * S);
        for (let l = 0; l < leads.length; l++)
          if (h < leads[l]) {
            sums[m * L + l] += scored.pinball;
            errors[m * L + l] += Math.abs(y - median);
          }
        total.addScored(scored, units[s]);
        steps[h].addScored(scored, units[s]);
        current.addScored(scored, units[s]);
      }
    }
    if (targets === 0) return 0;
    windows++;
    points += targets;
    for (const [m, { losses, medianErrors }] of methods.entries())
      for (const [l, all] of losses.entries()) {
        all[s].push(sums[m * L + l]);
        medianErrors[l][s].push(errors[m * L + l]);
      }
    return targets;
  }

  function named(scoreOf: (method: Method) => Score): Record<string, Metrics> {
    const metrics = methods.map((method) => metricsOf(scoreOf(method).sums));
    const naive2 = metrics[names.indexOf('naive2') + 1];
    return Object.fromEntries(
      metrics.map((figures, m) => [methodNames[m], { ...figures, owa: owaOf(figures, naive2) }]),
    );
  }

  function result(): Evaluation | null {
    if (reported.length === 0) return null;
    const metrics = named(({ total }) => total);
    for (const [m, name] of methodNames.entries()) metrics[name].pit = pitOf(methods[m].total.sums);
    const loss = (name: string) => metrics[name]?.wql ?? Number.POSITIVE_INFINITY;
    const naives = naiveBaselines.filter((name) => names.includes(name));
    // Without windows before the test the hardest baseline of the test is taken, against the model.
    const best = chosen ?? naives.reduce((a, b) => (loss(b) < loss(a) ? b : a));
    const overlap = Math.ceil(horizon / step);
    const paired = (name: BaselineName, lead: number, losses: 'losses' | 'medianErrors' = 'losses') => {
      const other = methods[names.indexOf(name) + 1][losses][lead];
      return methods[0][losses][lead].map((model, s): PairedLosses => ({ model, baseline: other[s] }));
    };
    const testedSkill = (losses: PairedLosses[], lead: number) =>
      skillInterval(losses, { horizon: overlap, sharing: Math.ceil(leads[lead] / step) }, seed);
    const skillOver = (name: BaselineName, lead: number) => testedSkill(paired(name, lead), lead);
    const medianSkillOver = (name: BaselineName, lead: number) => {
      const errors = paired(name, lead, 'medianErrors');
      return judgesMedian && areDifferent(errors) ? testedSkill(errors, lead) : null;
    };
    const whole = leads.length - 1;
    const overAll = new Map(names.map((name) => [name, skillOver(name, whole)]));
    const comparisons = names.map((baseline): Comparison => {
      const losses = paired(baseline, whole);
      const interval = overAll.get(baseline) ?? null;
      return {
        baseline,
        skill: skillValue(losses),
        lower: interval?.lower ?? null,
        upper: interval?.upper ?? null,
        diebold_mariano: dieboldMariano(losses, overlap),
      };
    });
    const interval = overAll.get(best) ?? null;
    return {
      summary: {
        windows: Math.max(...reported.map(({ windows }) => windows)),
        step,
        horizon,
        series: reported.length,
        points: reported.reduce((sum, one) => sum + one.points, 0),
      },
      metrics,
      halfCoverage: Object.fromEntries(
        methods.map(({ total }, m) => [methodNames[m], halfCoverageOf(total.sums)]),
      ),
      skill: interval === null ? null : skillOf(interval, best),
      leads: skillByLead(
        leads,
        naives,
        (name, lead) => (lead === whole ? (overAll.get(name) ?? null) : skillOver(name, lead)),
        medianSkillOver,
      ),
      best,
      neverWrong: neverWrong(series, { horizon, season }),
      comparisons,
      better: betterMethods(overAll),
      series: reported.sort((a, b) => sortKey(b) - sortKey(a)),
      steps: stepPoints.map((points, h) => ({
        step: h + 1,
        points,
        metrics: named(({ steps }) => steps[h]),
      })),
    };
  }
}

/** Whether the losses differ in most windows. */
function areDifferent(losses: readonly PairedLosses[]): boolean {
  const windows = losses.reduce((sum, { model }) => sum + model.length, 0);
  const equal = losses.reduce(
    (sum, { model, baseline }) => sum + model.filter((loss, j) => loss === baseline[j]).length,
    0,
  );
  return 2 * equal < windows;
}

function skillOf({ value, lower, upper }: TestedSkill, baseline: NaiveBaseline): Skill {
  return { value, lower, upper, metric: 'wql', baseline };
}

/** MASE of the model; a series without one comes last. */
function sortKey({ metrics }: BacktestSeries): number {
  return metrics.auto.mase ?? Number.NEGATIVE_INFINITY;
}
