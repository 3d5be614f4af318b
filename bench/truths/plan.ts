import { type Truth, truths } from './truths.ts';

/** A training on some series of one truth. */
export interface Cell {
  truth: Truth;
  series: number;
  points: number;
  /** Windows of the horizon after the training that are forecast. */
  windows: number;
  seed: number;
}

interface Size {
  series: number;
  points: number;
  /** Forecasts of one series say little: it has more windows and more draws. */
  windows: number;
  seeds: number;
}

const sizes: readonly Size[] = [
  { series: 10, points: 100, windows: 5, seeds: 2 },
  { series: 1, points: 200, windows: 10, seeds: 6 },
  { series: 200, points: 60, windows: 1, seeds: 1 },
  { series: 1, points: 20, windows: 10, seeds: 3 },
  { series: 10, points: 400, windows: 5, seeds: 1 },
  { series: 1, points: 2_000, windows: 10, seeds: 3 },
  { series: 200, points: 150, windows: 1, seeds: 1 },
];
const quickSizes: readonly Size[] = [
  { series: 10, points: 100, windows: 5, seeds: 1 },
  { series: 1, points: 200, windows: 10, seeds: 2 },
];
/** Seasons that a history needs. */
const seasonsMin = 2;

/** Cells in the order in which they run: all truths at one size, then the next, so that a run that is cut short has seen all truths. */
export function cellsOf(isQuick: boolean, wanted: readonly string[] | undefined): Cell[] {
  return (isQuick ? quickSizes : sizes).flatMap(({ series, points, windows, seeds }) =>
    truths
      .filter(({ name, season }) => points >= seasonsMin * season && (wanted?.includes(name) ?? true))
      .flatMap((truth) =>
        Array.from({ length: seeds }, (_, i) => ({ truth, series, points, windows, seed: i + 1 })),
      ),
  );
}
