import assert from 'node:assert/strict';
import { simplexTolerance } from '../../contract/ets.ts';

export interface Minimum {
  at: Float64Array; // [N]
  value: number;
}

/** Minimises a function of N numbers with a simplex; infinite values are walls. Ends when the values at the
 *  corners differ by less than `tolerance`, or after `evaluationsMax` evaluations.
 *  Source: Nelder & Mead (1965), with the usual coefficients 1, 2, ½, ½. */
export function nelderMead(
  f: (x: Float64Array) => number,
  start: ArrayLike<number>,
  steps: ArrayLike<number>,
  { evaluationsMax = 500, tolerance = simplexTolerance } = {},
): Minimum {
  const n = start.length;
  assert(steps.length === n && n > 0);
  // Corners in ascending order of their values. A corner that is left is the memory of the next one, and swaps are
  // written out: the thousands of searches of a training leave nothing for the garbage collector.
  const corners: Float64Array[] = Array.from({ length: n + 1 }, () => Float64Array.from(start));
  for (let i = 0; i < n; i++) corners[i + 1][i] += steps[i];
  const values = Float64Array.from(corners, (corner) => f(corner));
  let evaluations = n + 1;
  const centre = new Float64Array(n);
  let reflected: Float64Array = new Float64Array(n);
  let further: Float64Array = new Float64Array(n);
  const along = (factor: number, corner: Float64Array): number => {
    const worst = corners[n];
    for (let i = 0; i < n; i++) corner[i] = centre[i] + factor * (worst[i] - centre[i]);
    evaluations++;
    return f(corner);
  };
  const replaceWorst = (value: number, corner: Float64Array): Float64Array => {
    const left = corners[n];
    corners[n] = corner;
    values[n] = value;
    return left;
  };
  while (evaluations < evaluationsMax) {
    sortByValue(corners, values);
    if (values[n] - values[0] <= tolerance) break;
    centre.fill(0);
    for (let i = 0; i < n; i++) for (let c = 0; c < n; c++) centre[i] += corners[c][i] / n;

    const atReflected = along(-1, reflected);
    if (atReflected < values[0]) {
      const atExpanded = along(-2, further);
      if (atExpanded < atReflected) further = replaceWorst(atExpanded, further);
      else reflected = replaceWorst(atReflected, reflected);
    } else if (atReflected < values[n - 1]) {
      reflected = replaceWorst(atReflected, reflected);
    } else {
      const atContracted = along(atReflected < values[n] ? -0.5 : 0.5, further);
      if (atContracted < Math.min(values[n], atReflected)) further = replaceWorst(atContracted, further);
      else {
        shrinkToBest(f, corners, values);
        evaluations += n;
      }
    }
  }
  let least = 0;
  for (let c = 1; c <= n; c++) if (values[c] < values[least]) least = c;
  return { at: corners[least], value: values[least] };
}

/** Moves all corners half way to the best one, which is the first. */
function shrinkToBest(f: (x: Float64Array) => number, corners: Float64Array[], values: Float64Array): void {
  const best = corners[0];
  for (let c = 1; c < corners.length; c++) {
    const corner = corners[c];
    for (let i = 0; i < corner.length; i++) corner[i] = best[i] + 0.5 * (corner[i] - best[i]);
    values[c] = f(corner);
  }
}

/** Sorts by insertion: all but one or two corners are in order already. */
function sortByValue(corners: Float64Array[], values: Float64Array): void {
  for (let i = 1; i < corners.length; i++) {
    const corner = corners[i];
    const value = values[i];
    let j = i - 1;
    for (; j >= 0 && values[j] > value; j--) {
      corners[j + 1] = corners[j];
      values[j + 1] = values[j];
    }
    corners[j + 1] = corner;
    values[j + 1] = value;
  }
}
