import { AppError } from '../errors.ts';

/** A path from the neutral input (0) to the actual input (1), and K explained values. `Part` holds the
 *  contributions of the inputs on a piece of the path. */
export interface Path<Part> {
  /** Explained values at one point of the path. [K] */
  valuesAt(share: number): Float64Array;
  /** Contributions: for each input the weighted sum over `shares` of its gradient, times its distance from
   *  neutral. */
  along(shares: readonly number[], weights: readonly number[]): Part;
  /** Sum of a part over all inputs. [K] */
  sumsOf(part: Part): Float64Array;
  /** Contributions if the inputs change from `from` to `to` one after the other. */
  inputByInput?(from: number, to: number): Part;
}

/** Nodes of the quadrature on one piece of the path. */
const pieceNodes = gaussLegendre(16);
/** Largest error of an accepted result, as a multiple of the tolerance. */
const promisedFactor = 10;

interface Piece<Part> {
  from: number;
  to: number;
  before: Float64Array; // [K]
  after: Float64Array; // [K]
  part: Part;
  /** Absolute difference between the sum of the part and the change of the values. [K] */
  errors: Float64Array;
}

/** Integrated gradients: passes the contributions to `take`, piece by piece. The piece with the largest error
 *  is cut in two until the sum of all contributions is the change of the values within `tolerances` [K], or
 *  `pointsMax` points are used. If the values change too abruptly for that, the worst part of the path is
 *  walked input by input, where the path allows it: the contribution of an input is then the change of the
 *  values.
 *  @throws AppError explanation_inexact if the path does not allow it */
export function integrate<Part>(
  path: Path<Part>,
  { tolerances, pointsMax }: { tolerances: Float64Array; pointsMax: number },
  take: (part: Part) => void,
): void {
  let pieces = [measured(path, 0, 1, path.valuesAt(0), path.valuesAt(1))];
  const relativeError = ({ errors }: Piece<Part>) =>
    errors.reduce((most, miss, k) => Math.max(most, miss / tolerances[k]), 0);
  const total = () =>
    tolerances.reduce((most, tolerance, k) => {
      const missed = pieces.reduce((sum, { errors }) => sum + errors[k], 0);
      return Math.max(most, missed / tolerance);
    }, 0);
  for (let points = pieceNodes.length; total() > 1; points += 2 * pieceNodes.length) {
    if (points + 2 * pieceNodes.length > pointsMax) break;
    const worst = pieces.reduce((a, b) => (relativeError(b) > relativeError(a) ? b : a));
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
      detail: `The contributions do not sum to the forecast, even with ${pointsMax} points on the path from the neutral input: the network changes too abruptly there.`,
    });
  const inexact = isExact ? [] : pieces.filter((piece) => relativeError(piece) * pieces.length > 1);
  const [from, to] = [inexact.at(0)?.from ?? 1, inexact.at(-1)?.to ?? 1];
  for (const piece of pieces) if (piece.to <= from || piece.from >= to) take(piece.part);
  // From the first inexact piece to the last in one walk, since a walk is expensive.
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
  const errors = path.sumsOf(part).map((sum, k) => Math.abs(sum - (after[k] - before[k])));
  return { from, to, before, after, part, errors };
}

/** Nodes in (0, 1) and weights of the Gauss-Legendre quadrature, exact for polynomials up to degree 2n − 1. The
 *  roots of the Legendre polynomial are found by Newton's method from their usual approximation. */
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
