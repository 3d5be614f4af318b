import type { Kernel } from '../contract/kernel.ts';
import { addColumnSums } from './matrix.ts';

export const outerSum: Kernel['outerSum'] = (to, rows, shifts, N, R, columns) => {
  for (let n = 0, at = 0; n < N; n++)
    for (let r = 0; r < R; r++)
      for (let column = 0; column < columns; column++, at++)
        to[at] = rows[r * columns + column] + shifts[n * columns + column];
};

export const outerSumBackward: Kernel['outerSumBackward'] = (dRows, dShifts, d, N, R, columns) => {
  addColumnSums(dRows, d, 0, N, R * columns);
  for (let n = 0; n < N; n++)
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let r = 0, at = n * R * columns + column; r < R; r++, at += columns) sum += d[at];
      dShifts[n * columns + column] = sum;
    }
};
