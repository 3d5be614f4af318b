/** Losses of a greedy selection: which candidate to add to those that were selected before. C candidates, K horizon steps, Q
 *  quantiles. */
import { exact } from '../../engine/index.ts';
import { setZeros } from './rare-demand.ts';
import {
  type ComparedWindow,
  type Losses,
  type Mix,
  meanOf,
  targetsIn,
  writeLosses,
} from './window-losses.ts';

export interface Selection {
  /** Losses of the mean of the selected forecasts and of candidate `c`. */
  lossesWith(c: number): Losses;
  /** Selects candidate `c`, maybe once more. */
  add(c: number): void;
  /** Number of times that each candidate was selected. [C] */
  readonly parts: readonly number[];
}

/** Neighbouring windows whose losses are computed together. */
interface Run {
  first: number;
  windows: ComparedWindow[];
  /** Sums of the selected forecasts. [N, K, Q] */
  sums: Float64Array;
  /** Null if the windows have forecasts of zeros, or forecasts in arrays of their own. */
  shared: SharedRows | null;
}

/** Forecasts of windows that lie in one array for each candidate. */
interface SharedRows {
  arrays: Float64Array[]; // [C]
  offsets: Int32Array; // [N]
  actual: Float64Array; // [N, K]
  units: Float64Array; // [N]
}

/** @param windows with the forecasts of C candidates */
export function createSelection(windows: readonly ComparedWindow[], levels: readonly number[]): Selection {
  const runs = runsOf(windows);
  const candidates = windows[0].quantiles.length;
  const parts = new Array<number>(candidates).fill(0);
  const losses = new Float64Array(3 * windows.length);
  const targets = targetsIn(windows);
  const p = Float64Array.from(levels);
  const median = levels.indexOf(0.5);

  return {
    parts,
    lossesWith(c) {
      const count = parts.reduce((sum, part) => sum + part, 1);
      for (const run of runs) writeRun(run, c, count);
      return meanOf(losses, targets);
    },
    add(c) {
      parts[c]++;
      for (const { windows, sums } of runs)
        for (let w = 0, at = 0; w < windows.length; w++) {
          const row = windows[w].quantiles[c];
          for (let i = 0; i < row.length; i++) sums[at++] += row[i];
        }
    },
  };

  function writeRun({ first, windows, sums, shared }: Run, c: number, count: number): void {
    const to = losses.subarray(3 * first, 3 * (first + windows.length));
    if (shared === null) {
      writeLosses(to, windows, addingTo(sums, parts, c, levels), levels);
      return;
    }
    const shape = { windows: windows.length, steps: windows[0].actual.length, levels: p.length, median };
    const { arrays, offsets, actual, units } = shared;
    exact.meanLosses(shape, sums, arrays[c], offsets, count, actual, units, p, to);
  }
}

/** Mean of the quantiles that were added up before, and of candidate `c`.
 *  @param sums [N, K, Q] */
function addingTo(sums: Float64Array, parts: readonly number[], c: number, levels: readonly number[]): Mix {
  const count = parts.reduce((sum, part) => sum + part, 1);
  return ({ quantiles, zeroShares }, w, to) => {
    const row = quantiles[c];
    const first = w * to.length;
    for (let i = 0; i < to.length; i++) to[i] = (sums[first + i] + row[i]) / count;
    if (zeroShares === null) return;
    for (let h = 0; h < to.length / levels.length; h++) {
      const share = parts.reduce((all, part, other) => all + part * zeroShares[other][h], zeroShares[c][h]);
      setZeros(to, h * levels.length, levels, share / count);
    }
  };
}

/** Neighbouring windows of one size whose forecasts lie in the same arrays, or not in shared ones. */
function runsOf(windows: readonly ComparedWindow[]): Run[] {
  const starts = windows.flatMap((window, w) => (w > 0 && belongTogether(windows[w - 1], window) ? [] : [w]));
  return starts.map((first, i) => {
    const own = windows.slice(first, starts[i + 1]);
    const size = own[0].quantiles[0].length;
    return {
      first,
      windows: own,
      sums: new Float64Array(own.length * size),
      shared: isShared(own[0]) ? sharedRows(own) : null,
    };
  });
}

function belongTogether(a: ComparedWindow, b: ComparedWindow): boolean {
  if (a.quantiles[0].length !== b.quantiles[0].length || isShared(a) !== isShared(b)) return false;
  return !isShared(a) || a.quantiles.every(({ buffer }, c) => buffer === b.quantiles[c].buffer);
}

/** Whether the forecasts of all candidates lie at the same place of their arrays, and are mixed without zeros. */
function isShared({ quantiles, zeroShares }: ComparedWindow): boolean {
  return zeroShares === null && quantiles.every(({ byteOffset }) => byteOffset === quantiles[0].byteOffset);
}

function sharedRows(windows: readonly ComparedWindow[]): SharedRows {
  const steps = windows[0].actual.length;
  const actual = new Float64Array(windows.length * steps);
  for (const [w, window] of windows.entries()) actual.set(window.actual, w * steps);
  return {
    arrays: windows[0].quantiles.map(({ buffer }) => new Float64Array(buffer)),
    offsets: Int32Array.from(
      windows,
      ({ quantiles: [row] }) => row.byteOffset / Float64Array.BYTES_PER_ELEMENT,
    ),
    actual,
    units: Float64Array.from(windows, ({ unit }) => unit),
  };
}
