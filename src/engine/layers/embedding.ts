import { assert } from '../primitives/assert.ts';
import { createArena, type Floats } from '../primitives/floats.ts';
import type { Parameters, Tensor } from '../primitives/parameters.ts';
import type { Rng } from '../random/rng.ts';

export interface EmbeddingOptions {
  parameters: Parameters;
  /** Prefix of the parameter name `weight`, such as `weekday.`. */
  prefix: string;
  symbolCount: number;
  size: number;
  rowsMax: number;
}

export interface Embedding {
  readonly weight: Tensor; // [symbols, size]
  /** Draws all weights from N(0, 1), as PyTorch does. */
  initialise(rng: Rng): void;
  /** `symbols` [N], each in [0, symbolCount). They are not copied: do not change them before `backward`. Returns
   *  y [N, size], a view that is valid until the next call. */
  forward(symbols: Uint32Array): Floats;
  /** `dy` [N, size]: gradient of the last output. Adds to the gradient of `weight`; symbols have none. */
  backward(dy: Floats): void;
}

/** One learned vector for each symbol: y[n] = weight[symbols[n]]. Source: torch.nn.Embedding. */
export function embedding(options: EmbeddingOptions): Embedding {
  const { parameters, prefix, symbolCount, size, rowsMax } = options;
  for (const length of [symbolCount, size, rowsMax]) assert(Number.isSafeInteger(length) && length > 0);
  const weight = parameters.add(`${prefix}weight`, [symbolCount, size]);
  const { views } = createArena(parameters.precision, { y: rowsMax * size });
  let { y } = views;
  let symbols: Uint32Array | undefined;

  return {
    weight,
    initialise(rng) {
      for (let i = 0; i < weight.value.length; i++) weight.value[i] = rng.normal();
    },
    forward(input) {
      assert(input.length <= rowsMax);
      if (y.length !== input.length * size) y = views.y.subarray(0, input.length * size);
      symbols = input;
      for (let row = 0; row < symbols.length; row++) {
        assert(symbols[row] < symbolCount, 'a symbol is below symbolCount');
        const from = symbols[row] * size;
        for (let i = 0; i < size; i++) y[row * size + i] = weight.value[from + i];
      }
      return y;
    },
    backward(dy) {
      assert(symbols !== undefined && dy.length === symbols.length * size);
      for (let row = 0; row < symbols.length; row++) {
        const to = symbols[row] * size;
        for (let i = 0; i < size; i++) weight.gradient[to + i] += dy[row * size + i];
      }
    },
  };
}
