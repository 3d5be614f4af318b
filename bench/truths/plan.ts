import { type Truth, truths } from './truths.ts';

/** A training on some series of one truth. */
export interface Cell {
  truth: Truth;
  series: number;
  points: number;
  seed: number;
}

interface Size {
  series: number;
  points: number;
  /** One series has one window: more draws of it. */
  seeds: number;
}

const sizes: readonly Size[] = [
  { series: 10, points: 100, seeds: 2 },
  { series: 1, points: 200, seeds: 6 },
  { series: 200, points: 60, seeds: 1 },
  { series: 1, points: 20, seeds: 3 },
  { series: 10, points: 400, seeds: 1 },
  { series: 1, points: 2_000, seeds: 3 },
  { series: 200, points: 150, seeds: 1 },
];
const quickSizes: readonly Size[] = [
  { series: 10, points: 100, seeds: 1 },
  { series: 1, points: 200, seeds: 2 },
];
/** Seasons that a history needs. */
const seasonsMin = 2;

/** Cells in the order in which they run: all truths at one size, then the next, so that a run that is cut short has seen all truths. */
export function cellsOf(isQuick: boolean, wanted: readonly string[] | undefined): Cell[] {
  return (isQuick ? quickSizes : sizes).flatMap(({ series, points, seeds }) =>
    truths
      .filter(({ name, season }) => points >= seasonsMin * season && (wanted?.includes(name) ?? true))
      .flatMap((truth) => Array.from({ length: seeds }, (_, i) => ({ truth, series, points, seed: i + 1 }))),
  );
}
