import { alphaMax, alphaMin } from './ets-fit.ts';

/** Simple exponential smoothing, fitted: the smoothing and the first level that make the squares of the one-step errors
 *  least. For each smoothing the best first level is known in closed form, so that one number alone is searched for. */
export interface SimpleSmoothing {
  alpha: number;
  /** Before the first value. */
  level: number;
}

/** Places of the first look, and how often what lies between them is narrowed. */
const looks = 11;
const narrowings = 24;
const golden = (Math.sqrt(5) - 1) / 2;

export function fitSimpleSmoothing(values: Float64Array): SimpleSmoothing {
  const at = (i: number) => alphaMin + (i / (looks - 1)) * (alphaMax - alphaMin);
  const squaresAt = (i: number) =>
    i < 0 || i >= looks ? Number.POSITIVE_INFINITY : smoothed(values, at(i)).squares;
  // Downhill from the middle, as searches for both numbers go.
  let best = (looks - 1) / 2;
  let least = squaresAt(best);
  const [before, after] = [squaresAt(best - 1), squaresAt(best + 1)];
  const step = before < after ? -1 : 1;
  for (let next = Math.min(before, after); next < least; next = squaresAt(best + step)) {
    least = next;
    best += step;
  }
  // The golden section between the neighbours of the place.
  let [low, high] = [at(Math.max(0, best - 1)), at(Math.min(looks - 1, best + 1))];
  let inner = high - golden * (high - low);
  let outer = low + golden * (high - low);
  let [atInner, atOuter] = [smoothed(values, inner).squares, smoothed(values, outer).squares];
  for (let i = 0; i < narrowings; i++) {
    if (atInner <= atOuter) {
      [high, outer, atOuter] = [outer, inner, atInner];
      inner = high - golden * (high - low);
      atInner = smoothed(values, inner).squares;
    } else {
      [low, inner, atInner] = [inner, outer, atOuter];
      outer = low + golden * (high - low);
      atOuter = smoothed(values, outer).squares;
    }
  }
  const alpha = (low + high) / 2;
  // At an end of the range it may be the end itself.
  const ends = [alpha, at(best)].map((candidate) => ({ alpha: candidate, ...smoothed(values, candidate) }));
  const [chosen] = ends.sort((a, b) => a.squares - b.squares);
  return { alpha: chosen.alpha, level: chosen.level };
}

/** Least squares of the one-step errors for a smoothing, with the first level that gives them. */
function smoothed(values: Float64Array, alpha: number): { squares: number; level: number } {
  // The error at t is a(t) − b(t)·(first level), both by recursion; from the first value on, so that a high level does
  // not drown what moves.
  const origin = values[0];
  let [known, share] = [0, 1];
  let [aa, ab, bb] = [0, 0, 0];
  const kept = 1 - alpha;
  for (let t = 0; t < values.length; t++) {
    const a = values[t] - origin - known;
    aa += a * a;
    ab += a * share;
    bb += share * share;
    known += alpha * a;
    share *= kept;
  }
  const level = ab / bb;
  return { squares: aa - ab * level, level: origin + level };
}
