/** Notes of the model card about the coverage of intervals in the backtest. */
import type { CardSentence } from '../../contracts/schemas/index.ts';
import type { Evaluation } from './evaluation.ts';

const judgedLevels = [0.8, 0.95];
/** A smaller error of the coverage is not noted: chance explains it in most backtests. */
const coverageErrorMax = 0.05;
/** With fewer observations coverage is not judged: one of them is 2 points. */
const pointsMin = 50;
/** Additional error of the coverage, beyond that of a baseline, from which a model is less reliable. */
const errorMarginOfBaseline = 0.02;

type Judged = Pick<Evaluation, 'metrics' | 'halfCoverage' | 'summary'>;

export function coverageNotes(backtest: Judged): CardSentence[] {
  const { metrics, summary } = backtest;
  const faults = judgedLevels
    .map((level) => ({ level, error: coverageError(backtest, 'auto', level) }))
    .filter(({ error }) => Math.abs(error) > coverageErrorMax);
  if (summary.points < pointsMin || faults.length === 0) return [];
  const isNarrow = faults.every(({ error }) => error < 0);
  const isWide = faults.every(({ error }) => error > 0);
  return [
    {
      code: 'coverage_wrong',
      values: {
        points: summary.points,
        intervals: faults.map(({ level }) => ({ level, coverage: metrics.auto.coverage[String(level)] })),
        fault: isNarrow ? 'too_narrow' : isWide ? 'too_wide' : 'both',
      },
    },
  ];
}

/** Whether the coverage of the model is clearly off, and clearly more than that of the baseline. */
export function isLessReliable(backtest: Judged, baseline: string): boolean {
  if (backtest.summary.points < pointsMin) return false;
  return judgedLevels.some((level) => {
    const [error, other] = ['auto', baseline].map((name) => Math.abs(coverageError(backtest, name, level)));
    return error > coverageErrorMax && error > other + errorMarginOfBaseline;
  });
}

/** Coverage less the level: below 0 if the interval is too narrow. Values on a bound are inside for an interval that
 *  may be too narrow, and half inside for one that may be too wide. 0 if the level lies between the two counts. */
function coverageError({ metrics, halfCoverage }: Judged, method: string, level: number): number {
  const inside = metrics[method].coverage[String(level)];
  if (inside < level) return inside - level;
  return Math.max(0, halfCoverage[method][String(level)] - level);
}
