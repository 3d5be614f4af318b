import { isMissing, observedMean } from '../../statistics/index.ts';
import type { YearColumns } from './year-columns.ts';

/** Keeps the equations solvable where a phase was never observed. */
const ridge = 1e-6;
/** Ridge of the constant and the line: a share of the level that they leave goes into the harmonics, and the level may
 *  be a million times their amplitude. */
const trendRidge = 1e-12;
const trendColumns = 2;

/** Least squares of several targets on the first columns of a year, over a history that grows. p columns. The equations
 *  of fewer columns are the first ones of those of all, so one decomposition solves them. */
export class YearRegression {
  readonly #columns: YearColumns;
  readonly #targets: readonly Float64Array[];
  /** Mean of each target, which is subtracted: it would take the digits of the harmonics. */
  readonly #means: readonly number[];
  /** Whether each step counts: then the products of the columns are those that all series share. */
  readonly #isWhole: boolean;
  /** Sums of the products of columns over the steps that count, where not each one does. */
  readonly #products: Float64Array;
  readonly #withTargets: Float64Array[]; // [p] for each target
  #end: number;
  /** Set while no observation was read after it was made. */
  #equations: Equations | null = null;

  /** @param targets missing (NaN) at the same steps
   *  @param from first step that is read */
  constructor(columns: YearColumns, from: number, targets: readonly Float64Array[]) {
    this.#columns = columns;
    this.#targets = targets;
    this.#means = targets.map((target) => observedMean(target.subarray(from)));
    this.#isWhole = from === 0 && !targets[0].some(Number.isNaN);
    this.#products = columns.noProducts();
    this.#withTargets = targets.map(() => new Float64Array(columns.all.length));
    this.#end = from;
  }

  /** Reads the observations before `end`, which must not fall. */
  readTo(end: number): void {
    const begin = this.#end;
    this.#end = end;
    this.#equations = null;
    const [first] = this.#targets;
    if (!this.#isWhole)
      for (let t = begin; t < end; t++)
        if (!isMissing(first[t])) this.#columns.addProducts(this.#products, t);
    for (const [k, target] of this.#targets.entries()) {
      const mean = this.#means[k];
      for (const [i, column] of this.#columns.all.entries()) {
        let sum = this.#withTargets[k][i];
        for (let t = begin; t < end; t++) if (!isMissing(target[t])) sum += column[t] * (target[t] - mean);
        this.#withTargets[k][i] = sum;
      }
    }
  }

  /** Coefficients of a target less its mean, for the first `size` columns; zeros if there is no solution. */
  coefficients(target: number, size: number): Float64Array {
    this.#equations ??= new Equations(
      this.#isWhole ? this.#columns.productsBefore(this.#end) : this.#products,
      this.#withTargets,
    );
    return this.#equations.solved(target, size);
  }
}

/** Normal equations, decomposed by Cholesky: products + ridge = L·Lᵀ. Rows of lower triangles follow each other. */
class Equations {
  readonly #lower: Float64Array;
  /** Number of first rows whose equations have a solution. */
  readonly #solvable: number;
  /** L⁻¹ times the products with each target. [p] */
  readonly #forward: readonly Float64Array[];

  constructor(products: Float64Array, withTargets: readonly Float64Array[]) {
    this.#lower = products.slice();
    this.#solvable = decompose(this.#lower, withTargets[0].length);
    this.#forward = withTargets.map((right) => forward(this.#lower, right, this.#solvable));
  }

  solved(target: number, size: number): Float64Array {
    if (size > this.#solvable) return new Float64Array(size);
    const [lower, x] = [this.#lower, this.#forward[target].slice(0, size)];
    for (let i = size - 1; i >= 0; i--) {
      let left = x[i];
      for (let k = i + 1; k < size; k++) left -= lower[rowAt(k) + i] * x[k];
      x[i] = left / lower[rowAt(i) + i];
    }
    return x;
  }
}

/** Place of the first element of a row of a lower triangle. */
function rowAt(i: number): number {
  return (i * (i + 1)) / 2;
}

/** Replaces the lower triangle of a symmetric matrix of n rows by that of its decomposition. @returns number of
 *  first rows that have one */
function decompose(a: Float64Array, n: number): number {
  for (let i = 0; i < n; i++) {
    const row = rowAt(i);
    a[row + i] += (i < trendColumns ? trendRidge : ridge) * (1 + a[row + i]);
    for (let j = 0; j <= i; j++) {
      const other = rowAt(j);
      let sum = a[row + j];
      for (let k = 0; k < j; k++) sum -= a[row + k] * a[other + k];
      if (i > j) a[row + j] = sum / a[other + j];
      else if (sum > 0) a[row + i] = Math.sqrt(sum);
      else return i; // also for NaN
    }
  }
  return n;
}

/** Solves L·y = right for the first n rows. */
function forward(lower: Float64Array, right: Float64Array, n: number): Float64Array {
  const y = right.slice();
  for (let i = 0; i < n; i++) {
    const row = rowAt(i);
    let left = y[i];
    for (let k = 0; k < i; k++) left -= lower[row + k] * y[k];
    y[i] = left / lower[row + i];
  }
  return y;
}
