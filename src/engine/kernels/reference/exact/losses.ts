import type { BlockShape, WindowLossShape } from '../../contract/exact.ts';

/** See `windowLosses` of the contract. */
export function windowLosses(
  { windows, steps, levels: Q, median }: WindowLossShape,
  mixed: Float64Array,
  actual: Float64Array,
  units: Float64Array,
  levels: Float64Array,
  losses: Float64Array,
): void {
  for (let w = 0; w < windows; w++) {
    const unit = units[w];
    let [scaled, percent, pinball] = [0, 0, 0];
    for (let h = 0; h < steps; h++) {
      const y = actual[w * steps + h];
      if (Number.isNaN(y)) continue;
      const at = (w * steps + h) * Q;
      const middle = mixed[at + median];
      const error = Math.abs(y - middle);
      scaled += error / unit;
      percent += error === 0 ? 0 : error / (Math.abs(y) + Math.abs(middle));
      for (let k = 0; k < Q; k++) {
        const miss = y - mixed[at + k];
        pinball += ((miss >= 0 ? levels[k] : levels[k] - 1) * miss) / unit;
      }
    }
    losses[3 * w] = scaled;
    losses[3 * w + 1] = percent;
    losses[3 * w + 2] = pinball;
  }
}

/** See `meanLosses` of the contract. */
export function meanLosses(
  shape: WindowLossShape,
  sums: Float64Array,
  added: Float64Array,
  offsets: Int32Array,
  count: number,
  actual: Float64Array,
  units: Float64Array,
  levels: Float64Array,
  losses: Float64Array,
): void {
  const size = shape.steps * shape.levels;
  const means = new Float64Array(shape.windows * size);
  for (let w = 0; w < shape.windows; w++)
    for (let i = 0; i < size; i++) means[w * size + i] = (sums[w * size + i] + added[offsets[w] + i]) / count;
  windowLosses(shape, means, actual, units, levels, losses);
}

/** See `blockSums` of the contract. */
export function blockSums(
  { series, replicates, blocks, block, longest }: BlockShape,
  pairs: Float64Array,
  offsets: Int32Array,
  starts: Int32Array,
  drawn: Int32Array,
  sums: Float64Array,
): void {
  for (let r = 0; r < replicates; r++) {
    let [first, second] = [0, 0];
    for (let i = 0; i < series; i++) {
      const one = drawn[r * series + i];
      const from = offsets[one];
      const count = offsets[one + 1] - from;
      for (let b = 0; b < blocks; b++) {
        const start = starts[r * blocks + b];
        const end = Math.min(start + Math.min(block, longest - b * block), count);
        for (let t = start; t < end; t++) {
          first += pairs[2 * (from + t)];
          second += pairs[2 * (from + t) + 1];
        }
      }
    }
    sums[2 * r] = first;
    sums[2 * r + 1] = second;
  }
}
