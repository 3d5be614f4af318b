import { squashed } from '../../../primitives/squashed.ts';
import type { MemberInputShape } from '../../contract/exact.ts';

/** See `memberInputs` of the contract. */
export function memberInputs(
  { rows, members: M, inputSize, center }: MemberInputShape,
  forecasts: Float64Array,
  numbers: Float64Array,
  members: Float32Array,
  inputs: Float32Array,
  sums: Float64Array,
): void {
  const [level, scale, limit] = numbers;
  for (let row = 0; row < rows; row++) {
    const middle = forecasts[row * M + center];
    let [sum, squares] = [0, 0];
    for (let i = 0; i < M; i++) {
      const forecast = forecasts[row * M + i];
      const member = limited((forecast - level) / scale, limit);
      members[row * M + i] = member;
      inputs[row * inputSize + i] = squashed((forecast - middle) / scale);
      sum += member;
      squares += member * member;
    }
    sums[2 * row] = sum;
    sums[2 * row + 1] = squares;
  }
}

/** See `memberErrors` of the contract. */
export function memberErrors(
  rows: number,
  members: number,
  forecasts: Float64Array,
  actual: Float64Array,
  [scale, limit]: Float64Array,
  sums: Float64Array,
): void {
  for (let i = 0; i < members; i++) {
    let [size, bias] = [0, 0];
    for (let row = 0; row < rows; row++) {
      const error = limited((actual[row] - forecasts[row * members + i]) / scale, limit);
      size += Math.abs(error);
      bias += error;
    }
    sums[i] = size;
    sums[members + i] = bias;
  }
}

function limited(value: number, limit: number): number {
  return value < -limit ? -limit : value > limit ? limit : value;
}
