import type { Floats } from '../../primitives/floats.ts';
import type { Kernel } from '../contract/kernel.ts';

export const gemm: Kernel['gemm'] = (transposeA, transposeB, m, n, k, a, b, accumulate, c) => {
  const [aRow, aColumn] = transposeA ? [1, m] : [k, 1];
  const [bRow, bColumn] = transposeB ? [1, k] : [n, 1];
  multiply(m, n, k, a, 0, aRow, aColumn, b, bRow, bColumn, accumulate, c, 0);
};

/** c [m, n] = a [m, k] · bᵀ (+ c), b [n, k]. Offsets count elements. */
export function productNT(
  c: Floats,
  cOffset: number,
  a: Floats,
  aOffset: number,
  b: Floats,
  m: number,
  n: number,
  k: number,
  accumulate: boolean,
): void {
  multiply(m, n, k, a, aOffset, k, 1, b, 1, k, accumulate, c, cOffset);
}

/** c [m, n] = a [m, k] · b (+ c), b [k, n]. */
export function productNN(
  c: Floats,
  cOffset: number,
  a: Floats,
  aOffset: number,
  b: Floats,
  m: number,
  n: number,
  k: number,
  accumulate: boolean,
): void {
  multiply(m, n, k, a, aOffset, k, 1, b, n, 1, accumulate, c, cOffset);
}

/** c [m, n] = aᵀ · b (+ c), a [k, m], b [k, n]. */
export function productTN(
  c: Floats,
  cOffset: number,
  a: Floats,
  aOffset: number,
  b: Floats,
  m: number,
  n: number,
  k: number,
  accumulate: boolean,
): void {
  multiply(m, n, k, a, aOffset, 1, m, b, n, 1, accumulate, c, cOffset);
}

/** c [m, n] = a [m, k] · b [k, n], plus the old c if `accumulate`. Element (row, column) of `a` is
 *  `a[aOffset + row * aRow + column * aColumn]`; the same for `b`. Sums are float64 for both precisions.
 *  Tiles of 4 × 2 sums stay in registers: with 8 multiplications for 6 loads, V8's scalar code does about one
 *  multiplication per cycle. */
function multiply(
  m: number,
  n: number,
  k: number,
  a: Floats,
  aOffset: number,
  aRow: number,
  aColumn: number,
  b: Floats,
  bRow: number,
  bColumn: number,
  accumulate: boolean,
  c: Floats,
  cOffset: number,
): void {
  const tiledRows = m - (m % 4);
  const tiledColumns = n - (n % 2);
  for (let i = 0; i < tiledRows; i += 4) {
    const a0 = aOffset + i * aRow;
    const a1 = a0 + aRow;
    const a2 = a1 + aRow;
    const a3 = a2 + aRow;
    for (let j = 0; j < tiledColumns; j += 2) {
      let s00 = 0;
      let s01 = 0;
      let s10 = 0;
      let s11 = 0;
      let s20 = 0;
      let s21 = 0;
      let s30 = 0;
      let s31 = 0;
      let p = 0;
      let q = j * bColumn;
      for (let l = 0; l < k; l++) {
        const b0 = b[q];
        const b1 = b[q + bColumn];
        const x0 = a[a0 + p];
        const x1 = a[a1 + p];
        const x2 = a[a2 + p];
        const x3 = a[a3 + p];
        s00 += x0 * b0;
        s01 += x0 * b1;
        s10 += x1 * b0;
        s11 += x1 * b1;
        s20 += x2 * b0;
        s21 += x2 * b1;
        s30 += x3 * b0;
        s31 += x3 * b1;
        p += aColumn;
        q += bRow;
      }
      const c0 = cOffset + i * n + j;
      const c1 = c0 + n;
      const c2 = c1 + n;
      const c3 = c2 + n;
      if (accumulate) {
        s00 += c[c0];
        s01 += c[c0 + 1];
        s10 += c[c1];
        s11 += c[c1 + 1];
        s20 += c[c2];
        s21 += c[c2 + 1];
        s30 += c[c3];
        s31 += c[c3 + 1];
      }
      c[c0] = s00;
      c[c0 + 1] = s01;
      c[c1] = s10;
      c[c1 + 1] = s11;
      c[c2] = s20;
      c[c2 + 1] = s21;
      c[c3] = s30;
      c[c3 + 1] = s31;
    }
  }
  for (let i = 0; i < m; i++) {
    for (let j = i < tiledRows ? tiledColumns : 0; j < n; j++) {
      let p = aOffset + i * aRow;
      let q = j * bColumn;
      let sum = 0;
      for (let l = 0; l < k; l++) {
        sum += a[p] * b[q];
        p += aColumn;
        q += bRow;
      }
      const target = cOffset + i * n + j;
      c[target] = accumulate ? c[target] + sum : sum;
    }
  }
}

/** Copies `bias` [columns] to every row of y [rows, columns]. */
export function fillRows(y: Floats, yOffset: number, bias: Floats, rows: number, columns: number): void {
  if (rows === 0) return;
  for (let column = 0; column < columns; column++) y[yOffset + column] = bias[column];
  // Each copy doubles the number of rows that are filled.
  const end = yOffset + rows * columns;
  for (let filled = columns; yOffset + filled < end; filled *= 2)
    y.copyWithin(yOffset + filled, yOffset, Math.min(yOffset + filled, end - filled));
}

/** total [columns] += the sum of the rows of x [rows, columns]. */
export function addColumnSums(
  total: Floats,
  x: Floats,
  xOffset: number,
  rows: number,
  columns: number,
): void {
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let row = 0, at = xOffset + column; row < rows; row++, at += columns) sum += x[at];
    total[column] += sum;
  }
}
