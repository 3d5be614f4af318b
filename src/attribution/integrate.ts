import { AppError } from '../errors.ts';

/** A way from a neutral input, 0, to the real one, 1, and K values that are explained. `Part` is what each input adds on a
 *  piece of it. */
export interface Path<Part> {
  /** What is explained at one place of the way. [K] */
  valuesAt(share: number): Float64Array;
  /** The sum over `shares` of each input's gradient, times how far the input is from neutral, times the weight. */
  along(shares: readonly number[], weights: readonly number[]): Part;
  /** The sum of a part over all inputs. [K] */
  sumsOf(part: Part): Float64Array;
  /** What each input adds where one after the other goes from one place of the way to another. */
  inputByInput?(from: number, to: number): Part;
}

/** Points of one piece of the way. */
const pieceNodes = gaussLegendre(16);
/** Callers are promised ten times the tolerance. */
const promisedFactor = 10;

interface Piece<Part> {
  from: number;
  to: number;
  before: Float64Array; // [K]
  after: Float64Array; // [K]
  part: Part;
  /** How far the sum of the part is from how much the values change. [K] */
  misses: Float64Array;
}

/** Integrated gradients: hands out what each input adds, piece by piece. The piece that misses most is cut in two, until
 *  what all inputs add sums to how much the values change, within `tolerances` [K], or `pointsMax` points are used up.
 *  Where a network changes too wildly for that, the way goes on input by input, if it can: what each adds there is how much
 *  the values change.
 *  @throws AppError explanation_inexact if it cannot */
export function integrate<Part>(
  path: Path<Part>,
  { tolerances, pointsMax }: { tolerances: Float64Array; pointsMax: number },
  take: (part: Part) => void,
): void {
  let pieces = [measured(path, 0, 1, path.valuesAt(0), path.valuesAt(1))];
  const missOf = ({ misses }: Piece<Part>) =>
    misses.reduce((most, miss, k) => Math.max(most, miss / tolerances[k]), 0);
  const total = () =>
    tolerances.reduce((most, tolerance, k) => {
      const missed = pieces.reduce((sum, { misses }) => sum + misses[k], 0);
      return Math.max(most, missed / tolerance);
    }, 0);
  for (let points = pieceNodes.length; total() > 1; points += 2 * pieceNodes.length) {
    if (points + 2 * pieceNodes.length > pointsMax) break;
    const worst = pieces.reduce((a, b) => (missOf(b) > missOf(a) ? b : a));
    const middle = (worst.from + worst.to) / 2;
    const values = path.valuesAt(middle);
    pieces = pieces.flatMap((piece) =>
      piece !== worst
        ? [piece]
        : [
            measured(path, piece.from, middle, piece.before, values),
            measured(path, middle, piece.to, values, piece.after),
          ],
    );
  }
  const isExact = total() <= promisedFactor;
  if (!isExact && path.inputByInput === undefined)
    throw new AppError('explanation_inexact', {
      detail: `What the inputs add does not sum to the forecast, even at ${pointsMax} points of the way from the neutral input: the network changes too wildly there.`,
    });
  const inexact = isExact ? [] : pieces.filter((piece) => missOf(piece) * pieces.length > 1);
  const [from, to] = [inexact.at(0)?.from ?? 1, inexact.at(-1)?.to ?? 1];
  for (const piece of pieces) if (piece.to <= from || piece.from >= to) take(piece.part);
  // In one go, with all that lies between wild pieces: it is dear.
  if (inexact.length > 0) take(path.inputByInput!(from, to));
}

function measured<Part>(
  path: Path<Part>,
  from: number,
  to: number,
  before: Float64Array,
  after: Float64Array,
): Piece<Part> {
  const width = to - from;
  const part = path.along(
    pieceNodes.map(({ at }) => from + width * at),
    pieceNodes.map(({ weight }) => width * weight),
  );
  const misses = path.sumsOf(part).map((sum, k) => Math.abs(sum - (after[k] - before[k])));
  return { from, to, before, after, part, misses };
}

/** Places in (0, 1) and weights, with which polynomials up to degree 2n − 1 are integrated exactly: the roots of the
 *  Legendre polynomial by Newton's method, from their usual approximation. */
function gaussLegendre(n: number): { at: number; weight: number }[] {
  return Array.from({ length: n }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let round = 0; round < 100; round++) {
      let [before, value] = [1, x];
      for (let k = 2; k <= n; k++)
        [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      slope = (n * (x * value - before)) / (x * x - 1);
      const step = value / slope;
      x -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    return { at: (1 - x) / 2, weight: 1 / ((1 - x * x) * slope * slope) };
  });
}
