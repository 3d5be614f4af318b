import { etsBounds } from '../../../engine/index.ts';

/** Simple exponential smoothing with the smoothing and the initial level that minimise the squared one-step
 *  errors. For each smoothing the best initial level has a closed form, so that only one number is searched
 *  for. */
export interface SimpleSmoothing {
  alpha: number;
  /** Initial level, before the first value. */
  level: number;
}

const { alphaMin, alphaMax } = etsBounds;
/** Points of the grid, and steps of the golden section between two of them. */
const gridPoints = 11;
const goldenSteps = 24;
const golden = (Math.sqrt(5) - 1) / 2;

export function fitSimpleSmoothing(values: Float64Array): SimpleSmoothing {
  // Relative to the first value, so that a high level does not cost digits of precision.
  const origin = values[0];
  const moves = new Float64Array(values.length);
  for (let t = 0; t < moves.length; t++) moves[t] = values[t] - origin;
  const smoothed = (alpha: number): SmoothingPass => {
    const pass = { squares: 0, firstLevel: 0, lastLevel: 0 };
    smooth(pass, moves, moves.length, alpha);
    return pass;
  };
  const at = (i: number) => alphaMin + (i / (gridPoints - 1)) * (alphaMax - alphaMin);
  const squaresAt = (i: number) =>
    i < 0 || i >= gridPoints ? Number.POSITIVE_INFINITY : smoothed(at(i)).squares;
  // Downhill from the middle of the grid.
  let best = (gridPoints - 1) / 2;
  let smallest = squaresAt(best);
  const [before, after] = [squaresAt(best - 1), squaresAt(best + 1)];
  const step = before < after ? -1 : 1;
  for (let next = Math.min(before, after); next < smallest; next = squaresAt(best + step)) {
    smallest = next;
    best += step;
  }
  // Golden section between the neighbours of the grid point.
  let [low, high] = [at(Math.max(0, best - 1)), at(Math.min(gridPoints - 1, best + 1))];
  let inner = high - golden * (high - low);
  let outer = low + golden * (high - low);
  let [atInner, atOuter] = [smoothed(inner).squares, smoothed(outer).squares];
  for (let i = 0; i < goldenSteps; i++) {
    if (atInner <= atOuter) {
      [high, outer, atOuter] = [outer, inner, atInner];
      inner = high - golden * (high - low);
      atInner = smoothed(inner).squares;
    } else {
      [low, inner, atInner] = [inner, outer, atOuter];
      outer = low + golden * (high - low);
      atOuter = smoothed(outer).squares;
    }
  }
  const alpha = (low + high) / 2;
  // The minimum may be at the end of the range.
  const ends = [alpha, at(best)].map((candidate) => ({ alpha: candidate, ...smoothed(candidate) }));
  const [chosen] = ends.sort((a, b) => a.squares - b.squares);
  return { alpha: chosen.alpha, level: origin + chosen.firstLevel };
}

/** One pass of simple exponential smoothing from the first level that makes the squared one-step errors smallest. */
export interface SmoothingPass {
  /** Sum of the squared one-step errors. */
  squares: number;
  /** Level before the first value. */
  firstLevel: number;
  /** Level after the last value. */
  lastLevel: number;
}

/** Smooths the first `n` values and writes the result into `pass`. */
export function smooth(pass: SmoothingPass, values: Float64Array, n: number, alpha: number): void {
  // The error at t is a(t) − b(t)·(first level), both by recursion.
  let level = 0; // of a first level of 0
  let share = 1; // b(t), the share of the first level in the level
  let aa = 0;
  let ab = 0;
  let bb = 0;
  const kept = 1 - alpha;
  for (let t = 0; t < n; t++) {
    const a = values[t] - level;
    aa += a * a;
    ab += a * share;
    bb += share * share;
    level += alpha * a;
    share *= kept;
  }
  const first = ab / bb;
  pass.squares = aa - ab * first;
  pass.firstLevel = first;
  pass.lastLevel = level + share * first;
}
