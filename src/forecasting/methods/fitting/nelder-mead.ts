import assert from 'node:assert/strict';

export interface Minimum {
  at: Float64Array; // [N]
  value: number;
}

/** Minimises a function of N numbers with a simplex; infinite values are walls. Ends when the values at the
 *  corners differ by less than `tolerance`, which is far below any difference that matters for a log
 *  likelihood, or after `evaluationsMax` evaluations.
 *  Source: Nelder & Mead (1965), with the usual coefficients 1, 2, ½, ½. */
export function nelderMead(
  f: (x: Float64Array) => number,
  start: ArrayLike<number>,
  steps: ArrayLike<number>,
  { evaluationsMax = 500, tolerance = 1e-6 } = {},
): Minimum {
  const n = start.length;
  assert(steps.length === n && n > 0);
  const corners: Minimum[] = Array.from({ length: n + 1 }, (_, i) => {
    const at = Float64Array.from(start);
    if (i > 0) at[i - 1] += steps[i - 1];
    return { at, value: f(at) };
  });
  let evaluations = n + 1;
  const tried = (factor: number, centre: Float64Array, worst: Minimum): Minimum => {
    const at = new Float64Array(n);
    for (let i = 0; i < n; i++) at[i] = centre[i] + factor * (worst.at[i] - centre[i]);
    evaluations++;
    return { at, value: f(at) };
  };
  while (evaluations < evaluationsMax) {
    sortByValue(corners);
    const [best, worst] = [corners[0], corners[n]];
    if (worst.value - best.value <= tolerance) break;
    const centre = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let c = 0; c < n; c++) centre[i] += corners[c].at[i] / n;

    const reflected = tried(-1, centre, worst);
    if (reflected.value < best.value) {
      const expanded = tried(-2, centre, worst);
      corners[n] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < corners[n - 1].value) {
      corners[n] = reflected;
    } else {
      const contracted = tried(reflected.value < worst.value ? -0.5 : 0.5, centre, worst);
      if (contracted.value < Math.min(worst.value, reflected.value)) corners[n] = contracted;
      else
        for (let c = 1; c <= n; c++) {
          const at = new Float64Array(n);
          for (let i = 0; i < n; i++) at[i] = best.at[i] + 0.5 * (corners[c].at[i] - best.at[i]);
          corners[c] = { at, value: f(at) };
          evaluations++;
        }
    }
  }
  return corners.reduce((a, b) => (b.value < a.value ? b : a));
}

/** Sorts by insertion: all but one or two corners are in order already. */
function sortByValue(corners: Minimum[]): void {
  for (let i = 1; i < corners.length; i++) {
    const corner = corners[i];
    let j = i - 1;
    for (; j >= 0 && corners[j].value > corner.value; j--) corners[j + 1] = corners[j];
    corners[j + 1] = corner;
  }
}
