/** Notes of the model card about the coverage of intervals in the backtest. */
import type { Metrics } from '../../contracts/schemas/index.ts';
import type { Evaluation } from './evaluation.ts';

const judgedLevels = [0.8, 0.95];
/** A smaller error of the coverage is not noted: chance explains it in most backtests. */
const coverageErrorMax = 0.05;
/** With fewer observations coverage is not judged: one of them is 2 points. */
const pointsMin = 50;
/** Additional error of the coverage, beyond that of a baseline, from which a model is less reliable. */
const errorMarginOfBaseline = 0.02;

export function coverageNotes({ metrics, summary }: Pick<Evaluation, 'metrics' | 'summary'>): string[] {
  const wrongLevels = judgedLevels.filter((level) => coverageError(metrics.auto, level) > coverageErrorMax);
  if (summary.points < pointsMin || wrongLevels.length === 0) return [];
  const coverages = wrongLevels.map(
    (level) => `the ${percent(level)} % interval held ${percent(coverageOf(metrics.auto, level))} %`,
  );
  const isNarrow = wrongLevels.every((level) => coverageOf(metrics.auto, level) < level);
  const isWide = wrongLevels.every((level) => coverageOf(metrics.auto, level) > level);
  const meaning = isNarrow
    ? 'it claims more certainty than it has'
    : isWide
      ? 'it is wider than it has to be'
      : 'it is too narrow at one level and too wide at another';
  return [
    `The coverage was wrong in the backtest: of ${summary.points} observations ${coverages.join(', ')}; ${meaning}.`,
  ];
}

/** Whether the coverage of the model is clearly off, and clearly more than that of the baseline. */
export function isLessReliable(
  { metrics, summary }: Pick<Evaluation, 'metrics' | 'summary'>,
  baseline: Metrics,
): boolean {
  if (summary.points < pointsMin) return false;
  return judgedLevels.some((level) => {
    const error = coverageError(metrics.auto, level);
    return error > coverageErrorMax && error > coverageError(baseline, level) + errorMarginOfBaseline;
  });
}

function coverageOf({ coverage }: Metrics, level: number): number {
  return coverage[String(level)];
}

function coverageError(metrics: Metrics, level: number): number {
  return Math.abs(coverageOf(metrics, level) - level);
}

function percent(share: number): string {
  return String(Math.round(100 * share));
}
