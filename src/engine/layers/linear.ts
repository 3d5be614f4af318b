import type { Kernel } from '../kernels/contract/kernel.ts';
import { assert } from '../primitives/assert.ts';
import { createArena, type Floats } from '../primitives/floats.ts';
import type { Parameters, Tensor } from '../primitives/parameters.ts';
import type { Rng } from '../random/rng.ts';
import { fillUniform } from './initialise.ts';

export interface LinearOptions {
  kernel: Kernel;
  parameters: Parameters;
  /** Prefix of the parameter names `weight` and `bias`, such as `head.`. */
  prefix: string;
  inputSize: number;
  outputSize: number;
  rowsMax: number;
  /** `false`: `backward` does not compute `dx`. Default: true. */
  inputGradient?: boolean;
}

export interface Linear {
  readonly weight: Tensor; // [out, in]
  readonly bias: Tensor; // [out]
  /** Draws weights and biases from U(-1/√in, 1/√in), as PyTorch does. Without this call they are zero, which is the
   *  usual start of a residual head. */
  initialise(rng: Rng): void;
  /** Prepares the weights for serving: `forward` computes the same numbers faster, and `weight` must not change
   *  afterwards. Kernels read the columns of a product side by side; without this call they
   *  gather them at each call. */
  freeze(): void;
  /** `x` [N, in] is not copied: do not change it before `backward`. Returns y [N, out], a view that is valid until the
   *  next call. */
  forward(x: Floats): Floats;
  /** `dy` [N, out]: gradient of the last output. Adds to the gradients of weight and bias. Returns dx [N, in], or an
   *  empty array if `inputGradient` is false; valid until the next call. */
  backward(dy: Floats): Floats;
}

/** y = x · weightᵀ + bias. Source: torch.nn.Linear. */
export function linear(options: LinearOptions): Linear {
  const { kernel, parameters, prefix, inputSize, outputSize, rowsMax, inputGradient = true } = options;
  for (const size of [inputSize, outputSize, rowsMax]) assert(Number.isSafeInteger(size) && size > 0);
  assert(kernel.precisions.includes(parameters.precision));
  const weight = parameters.add(`${prefix}weight`, [outputSize, inputSize]);
  const bias = parameters.add(`${prefix}bias`, [outputSize]);
  const { views } = createArena(
    parameters.precision,
    {
      y: rowsMax * outputSize,
      dx: inputGradient ? rowsMax * inputSize : 0,
    },
    kernel.allocate,
  );
  let { y, dx } = views;
  let x: Floats | undefined;
  /** The weights as they are multiplied, once they are frozen. [in, out] */
  let columns: Floats | null = null;

  return {
    weight,
    bias,
    initialise(rng) {
      const bound = 1 / Math.sqrt(inputSize);
      fillUniform(weight.value, bound, rng);
      fillUniform(bias.value, bound, rng);
    },
    freeze() {
      columns = kernel.allocate(parameters.precision, inputSize * outputSize);
      for (let o = 0; o < outputSize; o++)
        for (let i = 0; i < inputSize; i++) columns[i * outputSize + o] = weight.value[o * inputSize + i];
    },
    forward(input) {
      const rows = input.length / inputSize;
      assert(Number.isInteger(rows) && rows <= rowsMax);
      if (y.length !== rows * outputSize) {
        y = views.y.subarray(0, rows * outputSize);
        dx = views.dx.subarray(0, rows * inputSize);
      }
      x = input;
      if (columns === null) kernel.linearForward(y, x, weight, bias, rows, inputSize, outputSize);
      else kernel.frozenLinearForward(y, x, columns, bias, rows, inputSize, outputSize);
      return y;
    },
    backward(dy) {
      assert(x !== undefined && dy.length === y.length);
      const rows = dy.length / outputSize;
      kernel.linearBackward(inputGradient ? dx : null, dy, x, weight, bias, rows, inputSize, outputSize);
      return dx;
    },
  };
}
