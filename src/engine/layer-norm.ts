import { assert } from './assert.ts';
import { createArena, type Floats } from './floats.ts';
import type { Parameters, Tensor } from './parameters.ts';

export interface LayerNormOptions {
  parameters: Parameters;
  /** Put before `weight` and `bias`, such as `norm.`. */
  prefix: string;
  size: number;
  rowsMax: number;
  epsilon?: number;
}

export interface LayerNorm {
  readonly weight: Tensor; // [size]
  readonly bias: Tensor; // [size]
  /** weight 1, bias 0. Needed: parameters start at zero, and so would the output. */
  initialise(): void;
  /** `x` [N, size]; gives y [N, size], a view, valid until the next call. */
  forward(x: Floats): Floats;
  /** `dy` [N, size] of the last `forward`; gives dx [N, size], valid until the next call. */
  backward(dy: Floats): Floats;
}

/** Every row to mean 0 and variance 1 (plus `epsilon`), then times weight plus bias. Source: torch.nn.LayerNorm. */
export function layerNorm(options: LayerNormOptions): LayerNorm {
  const { parameters, prefix, size, rowsMax, epsilon = 1e-5 } = options;
  for (const length of [size, rowsMax]) assert(Number.isSafeInteger(length) && length > 0);
  const weight = parameters.add(`${prefix}weight`, [size]);
  const bias = parameters.add(`${prefix}bias`, [size]);
  const { views } = createArena(parameters.precision, {
    y: rowsMax * size,
    normal: rowsMax * size, // (x - mean) · inverse
    inverse: rowsMax, // 1 / standard deviation
    dx: rowsMax * size,
  });
  const { normal, inverse } = views;
  let { y, dx } = views;

  return {
    weight,
    bias,
    initialise() {
      weight.value.fill(1);
      bias.value.fill(0);
    },
    forward(x) {
      const rows = x.length / size;
      assert(Number.isInteger(rows) && rows <= rowsMax);
      if (y.length !== x.length) {
        y = views.y.subarray(0, x.length);
        dx = views.dx.subarray(0, x.length);
      }
      for (let row = 0; row < rows; row++) {
        const start = row * size;
        let mean = 0;
        for (let i = 0; i < size; i++) mean += x[start + i];
        mean /= size;
        let variance = 0;
        for (let i = 0; i < size; i++) variance += (x[start + i] - mean) ** 2;
        variance /= size;
        const scale = 1 / Math.sqrt(variance + epsilon);
        inverse[row] = scale;
        for (let i = 0; i < size; i++) {
          const centred = (x[start + i] - mean) * scale;
          normal[start + i] = centred;
          y[start + i] = centred * weight.value[i] + bias.value[i];
        }
      }
      return y;
    },
    backward(dy) {
      assert(dy.length === y.length);
      for (let row = 0; row < dy.length / size; row++) {
        const start = row * size;
        let mean = 0; // of the gradient of `normal`
        let along = 0; // of it times `normal`
        for (let i = 0; i < size; i++) {
          const gradient = dy[start + i];
          weight.gradient[i] += gradient * normal[start + i];
          bias.gradient[i] += gradient;
          mean += gradient * weight.value[i];
          along += gradient * weight.value[i] * normal[start + i];
        }
        mean /= size;
        along /= size;
        for (let i = 0; i < size; i++)
          dx[start + i] = inverse[row] * (dy[start + i] * weight.value[i] - mean - normal[start + i] * along);
      }
      return dx;
    },
  };
}
