import { atLeast, atMost, type Goal } from '../goals.ts';
import type { CellScore } from './score.ts';

const overMethodMax = 1.05;
const overTruthMax = 1.1;
const shareMin = 0.9;
/** With fewer points nobody can know the truth. */
const pointsMin = 100;
const coverageOfTruth = [0.75, 0.85] as const;
const coverageOfAll = [0.77, 0.83] as const;

/** A truth over its sizes and seeds. */
export interface TruthSummary {
  truth: string;
  cells: number;
  /** Single method of the card with the smallest mean error. */
  best: string;
  /** Mean error of `auto` and of `instant` over that of the best method. */
  autoOverBest: number;
  instantOverBest: number;
  /** Mean error over that of the truth, where there are at least 100 points; null without such a cell. */
  autoOverTruth: number | null;
  instantOverTruth: number | null;
  coverage: number;
  /** Standard error of the coverage, from the cells; null for one cell. */
  coverageError: number | null;
  seconds: number;
}

export function summariesOf(cells: readonly CellScore[]): TruthSummary[] {
  return [...Map.groupBy(cells, ({ truth }) => truth)].map(([truth, own]) => {
    const errorOf = (name: string, of = own) => meanOf(of.map(({ errors }) => errors[name]));
    // A method of the card has a figure in every cell of the truth, or it is not compared.
    const names = Object.keys(own[0].errors).filter(
      (name) => !['auto', 'truth'].includes(name) && own.every(({ errors }) => name in errors),
    );
    const best = names.reduce((a, b) => (errorOf(b) < errorOf(a) ? b : a));
    const long = own.filter(({ points }) => points >= pointsMin);
    const overTruth = (name: string) =>
      long.length === 0 ? null : errorOf(name, long) / errorOf('truth', long);
    return {
      truth,
      cells: own.length,
      best,
      autoOverBest: errorOf('auto') / errorOf(best),
      instantOverBest: errorOf('instant') / errorOf(best),
      autoOverTruth: overTruth('auto'),
      instantOverTruth: overTruth('instant'),
      coverage: meanOf(own.map(({ coverage }) => coverage)),
      coverageError: standardErrorOf(own.map(({ coverage }) => coverage)),
      seconds: own.reduce((sum, { seconds }) => sum + seconds, 0),
    };
  });
}

export function goalsOf(summaries: readonly TruthSummary[]): Goal[] {
  const shareOf = (isReached: (summary: TruthSummary) => boolean, of = summaries) =>
    of.length === 0 ? null : of.filter(isReached).length / of.length;
  const [least, most] = coverageOfTruth;
  const coverage = meanOf(summaries.map((one) => one.coverage));
  return [
    ...atLeast(
      `share of truths on which auto is within ${overMethodMax} of the best method of the card`,
      shareMin,
      shareOf(({ autoOverBest }) => autoOverBest <= overMethodMax),
    ),
    ...atLeast(
      `share of truths on which auto is within ${overTruthMax} of the truth, from ${pointsMin} points on`,
      shareMin,
      shareOf(
        ({ autoOverTruth }) => autoOverTruth! <= overTruthMax,
        summaries.filter(({ autoOverTruth }) => autoOverTruth !== null),
      ),
    ),
    ...atLeast(
      `share of truths whose 80 % interval holds ${least}–${most}`,
      1,
      shareOf((one) => one.coverage >= least && one.coverage <= most),
    ),
    ...atLeast('coverage of 80 % over all truths', coverageOfAll[0], coverage),
    ...atMost('coverage of 80 % over all truths', coverageOfAll[1], coverage),
  ];
}

/** Goals that a truth misses, in words; empty if it reaches all. */
export function missesOf({ autoOverBest, autoOverTruth, best, coverage }: TruthSummary): string[] {
  const times = (ratio: number) => ratio.toFixed(2);
  const [least, most] = coverageOfTruth;
  return [
    ...(autoOverBest > overMethodMax ? [`${times(autoOverBest)} of ${best}`] : []),
    ...(autoOverTruth !== null && autoOverTruth > overTruthMax
      ? [`${times(autoOverTruth)} of the truth`]
      : []),
    ...(coverage < least || coverage > most ? [`80 % holds ${Math.round(100 * coverage)} %`] : []),
  ];
}

function standardErrorOf(numbers: readonly number[]): number | null {
  if (numbers.length < 2) return null;
  const mean = meanOf(numbers);
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (numbers.length - 1) / numbers.length);
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
