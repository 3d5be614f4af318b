/** Losses of a greedy selection: which candidate to add to those that were selected before. C candidates, K horizon
 *  steps, Q quantiles. */
import { exact } from '../../engine/index.ts';
import type { KnownLosses } from './known-losses.ts';
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
  /** The same for each window, valid until the next call. [N, 3] */
  windowLossesWith(c: number): Float64Array;
  /** Selects candidate `c`, maybe once more. */
  add(c: number): void;
  /** Number of times that each candidate was selected. [C] */
  readonly parts: readonly number[];
}

/** Neighbouring windows whose losses are computed together. */
interface Run {
  first: number;
  windows: ComparedWindow[];
  /** Null until losses are computed that are not known. */
  memory: RunMemory | null;
}

interface RunMemory {
  /** Sums of the first selected forecasts. [N, K, Q] */
  sums: Float64Array;
  /** Number of forecasts in the sums. */
  added: number;
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

/** @param windows with the forecasts of C candidates
 *  @param names of the candidates, the network first
 *  @param known losses of these windows, also from other selections; those that are computed are added */
export function createSelection(
  windows: readonly ComparedWindow[],
  names: readonly string[],
  levels: readonly number[],
  known: KnownLosses,
): Selection {
  const runs = runsOf(windows);
  const places = known.placesOf(windows);
  const parts = new Array<number>(names.length).fill(0);
  const selected: number[] = [];
  const losses = new Float64Array(3 * windows.length);
  const targets = targetsIn(windows);
  const p = Float64Array.from(levels);
  const median = levels.indexOf(0.5);

  return {
    parts,
    lossesWith: (c) => meanOf(windowLossesWith(c), targets),
    windowLossesWith,
    add(c) {
      parts[c]++;
      selected.push(c);
    },
  };

  function windowLossesWith(c: number): Float64Array {
    const before = known.after(
      selected.map((one) => names[one]),
      names[c],
    );
    for (const run of runs) {
      const own = places.subarray(run.first, run.first + run.windows.length);
      const to = losses.subarray(3 * run.first, 3 * (run.first + run.windows.length));
      if (before.read(own, to)) continue;
      writeRun(run, c, to);
      before.write(own, to);
    }
    return losses;
  }

  function writeRun(run: Run, c: number, to: Float64Array): void {
    const { windows } = run;
    run.memory ??= memoryOf(windows);
    addSelected(run.memory, windows);
    const { sums, shared } = run.memory;
    if (shared === null) {
      writeLosses(to, windows, addingTo(sums, parts, c, levels), levels);
      return;
    }
    const shape = { windows: windows.length, steps: windows[0].actual.length, levels: p.length, median };
    const { arrays, offsets, actual, units } = shared;
    exact.meanLosses(shape, sums, arrays[c], offsets, selected.length + 1, actual, units, p, to);
  }

  /** Adds the forecasts that were selected since the last call. */
  function addSelected(memory: RunMemory, windows: readonly ComparedWindow[]): void {
    const { sums } = memory;
    for (; memory.added < selected.length; memory.added++)
      for (let w = 0, at = 0; w < windows.length; w++) {
        const row = windows[w].quantiles[selected[memory.added]];
        for (let i = 0; i < row.length; i++) sums[at++] += row[i];
      }
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
  return starts.map((first, i) => ({ first, windows: windows.slice(first, starts[i + 1]), memory: null }));
}

function memoryOf(windows: readonly ComparedWindow[]): RunMemory {
  const size = windows[0].quantiles[0].length;
  return {
    sums: new Float64Array(windows.length * size),
    added: 0,
    shared: isShared(windows[0]) ? sharedRows(windows) : null,
  };
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
