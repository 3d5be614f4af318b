/** Notes of the model card about the coverage of intervals in the backtest. */
import type { CardSentence, Metrics } from '../../contracts/schemas/index.ts';
import type { Evaluation } from './evaluation.ts';

const judgedLevels = [0.8, 0.95];
/** A smaller error of the coverage is not noted: chance explains it in most backtests. */
const coverageErrorMax = 0.05;
/** With fewer observations coverage is not judged: one of them is 2 points. */
const pointsMin = 50;
/** Additional error of the coverage, beyond that of a baseline, from which a model is less reliable. */
const errorMarginOfBaseline = 0.02;

export function coverageNotes({ metrics, summary }: Pick<Evaluation, 'metrics' | 'summary'>): CardSentence[] {
  const wrongLevels = judgedLevels.filter((level) => coverageError(metrics.auto, level) > coverageErrorMax);
  if (summary.points < pointsMin || wrongLevels.length === 0) return [];
  const isNarrow = wrongLevels.every((level) => coverageOf(metrics.auto, level) < level);
  const isWide = wrongLevels.every((level) => coverageOf(metrics.auto, level) > level);
  return [
    {
      code: 'coverage_wrong',
      values: {
        points: summary.points,
        intervals: wrongLevels.map((level) => ({ level, coverage: coverageOf(metrics.auto, level) })),
        fault: isNarrow ? 'too_narrow' : isWide ? 'too_wide' : 'both',
      },
    },
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
