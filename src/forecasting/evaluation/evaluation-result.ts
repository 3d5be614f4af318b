/** Figures of an evaluation: metrics, skill and comparisons, from the scores of all windows. */
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
import { type BaselineName, type NaiveBaseline, naiveBaselines } from './baselines.ts';
import { betterMethods } from './better-methods.ts';
import type { EvaluatedSeries } from './compared-forecasts.ts';
import { dieboldMariano } from './diebold-mariano.ts';
import type { EvaluationOptions } from './evaluation-options.ts';
import { halfCoverageOf, pitOf } from './metrics.ts';
import { type NeverWrong, neverWrong } from './never-wrong.ts';
import { skillByLead } from './skill-by-lead.ts';
import { skillInterval } from './skill-interval.ts';
import { methodsByName, metricsByMethod, type Scores } from './tally.ts';

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

/** Settings and data that the figures depend on, beside the scores. */
interface ResultOptions
  extends Pick<EvaluationOptions, 'horizon' | 'season' | 'step' | 'seed' | 'judgesMedian'> {
  series: readonly EvaluatedSeries[];
  /** The naive baseline that was best on validation; null without windows before the test. */
  chosen: NaiveBaseline | null;
}

/** Null if nothing was scored. */
export function resultOf(scores: Scores, options: ResultOptions): Evaluation | null {
  const { reported } = scores;
  if (reported.length === 0) return null;
  const { horizon, season, step, series } = options;
  const methods = methodsByName(scores);
  const metrics = metricsByMethod(scores, ({ total }) => total);
  for (const [name, { total }] of methods) metrics[name].pit = pitOf(total.sums);
  const loss = (name: string) => metrics[name]?.wql ?? Number.POSITIVE_INFINITY;
  const naives = naiveBaselines.filter((name) => scores.baselines.has(name));
  // Without windows before the test the hardest baseline of the test is taken, against the model.
  const best = options.chosen ?? naives.reduce((a, b) => (loss(b) < loss(a) ? b : a));
  const skills = skillsOf(scores, options);
  const interval = skills.overAll.get(best) ?? null;
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
      [...methods].map(([name, { total }]) => [name, halfCoverageOf(total.sums)]),
    ),
    skill: interval === null ? null : skillOf(interval, best),
    leads: skillByLead(scores.leads, naives, skills.over, skills.medianOver),
    best,
    neverWrong: neverWrong(series, { horizon, season }),
    comparisons: comparisonsOf(scores, skills),
    better: betterMethods(skills.overAll),
    series: [...reported].sort((a, b) => sortKey(b) - sortKey(a)),
    steps: stepsOf(scores),
  };
}

interface Skills {
  /** Over each baseline on all steps; null if there are too few windows. */
  overAll: ReadonlyMap<BaselineName, TestedSkill | null>;
  /** Over a baseline on the first steps. */
  over(baseline: BaselineName, lead: number): TestedSkill | null;
  /** The same for the median alone; null if it is not judged, or if the medians are equal. */
  medianOver(baseline: BaselineName, lead: number): TestedSkill | null;
  /** Windows whose targets overlap with those of the next one. */
  overlap: number;
}

function skillsOf(scores: Scores, { horizon, step, seed, judgesMedian }: ResultOptions): Skills {
  const { baselines, leads } = scores;
  const overlap = Math.ceil(horizon / step);
  const whole = leads.length - 1;
  const tested = (losses: PairedLosses[], lead: number) =>
    skillInterval(losses, { horizon: overlap, sharing: Math.ceil(leads[lead] / step) }, seed);
  const over = (name: BaselineName, lead: number) => tested(paired(scores, name, lead), lead);
  const overAll = new Map([...baselines.keys()].map((name) => [name, over(name, whole)]));
  return {
    overlap,
    overAll,
    over: (name, lead) => (lead === whole ? (overAll.get(name) ?? null) : over(name, lead)),
    medianOver(name, lead) {
      const errors = paired(scores, name, lead, 'medianErrors');
      return judgesMedian && areDifferent(errors) ? tested(errors, lead) : null;
    },
  };
}

/** Losses of the model and of a baseline in the same windows, by series. */
function paired(
  { model, baselines }: Scores,
  name: BaselineName,
  lead: number,
  losses: 'losses' | 'medianErrors' = 'losses',
): PairedLosses[] {
  const other = baselines.get(name)![losses][lead];
  return model[losses][lead].map((own, s) => ({ model: own, baseline: other[s] }));
}

function comparisonsOf(scores: Scores, { overAll, overlap }: Skills): Comparison[] {
  return [...overAll].map(([baseline, interval]) => {
    const losses = paired(scores, baseline, scores.leads.length - 1);
    return {
      baseline,
      skill: skillValue(losses),
      lower: interval?.lower ?? null,
      upper: interval?.upper ?? null,
      diebold_mariano: dieboldMariano(losses, overlap),
    };
  });
}

function stepsOf(scores: Scores): BacktestStep[] {
  return scores.stepPoints.map((points, h) => ({
    step: h + 1,
    points,
    metrics: metricsByMethod(scores, ({ steps }) => steps[h]),
  }));
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
