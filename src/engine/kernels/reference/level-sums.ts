import type { Floats } from '../../primitives/floats.ts';
import type { LevelShape } from '../contract/kernel.ts';

/** See `levelSums` of the contract. */
export function levelSums(
  { rows, horizon, quantiles: Q, stepInputs: P, skips, skipAt }: LevelShape,
  y: Floats,
  q: Floats,
  start: Float64Array,
  moves: Floats,
  skip: Floats,
  stepInputs: Floats,
): void {
  for (let row = 0; row < rows; row++) {
    let move = moves[row];
    const from = row * P + skipAt;
    for (let s = 0; s < skips; s++) move += skip[s] * stepInputs[from + s];
    const at = row * Q;
    const startAt = (row % horizon) * Q;
    for (let k = 0; k < Q; k++) y[at + k] = q[at + k] + start[startAt + k] + move;
  }
}

export function levelSumsBackward(
  { rows, horizon, quantiles: Q, stepInputs: P, skips, skipAt }: LevelShape,
  dOffset: Floats,
  dMoves: Floats,
  dSkip: Floats,
  d: Floats,
  stepInputs: Floats,
): void {
  for (let row = 0; row < rows; row++) {
    const startAt = (row % horizon) * Q;
    let dMove = 0;
    for (let k = 0; k < Q; k++) {
      dMove += d[row * Q + k];
      dOffset[startAt + k] += d[row * Q + k];
    }
    dMoves[row] = dMove;
    const from = row * P + skipAt;
    for (let s = 0; s < skips; s++) dSkip[s] += dMove * stepInputs[from + s];
  }
}
