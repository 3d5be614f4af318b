import { assert } from '../assert.ts';
import type { Floats } from '../floats.ts';
import type { Kernel } from '../kernels/kernel.ts';

/** Writes the gradient `dLogits` [N, S] and gives the loss. `logits` [N, S] over S symbols, unbounded; `symbols`
 *  [N], each in [0, S); `mask` [N] is 0 where the target is missing (its symbol is not read and its gradient 0).
 *  Without any target the loss is 0. */
export type SymbolLoss = (dLogits: Floats, logits: Floats, symbols: Uint32Array, mask?: Uint8Array) => number;

/** Mean over the targets of -log softmax(logits)[symbol], in nats. Source: torch.nn.CrossEntropyLoss. */
export function crossEntropy(options: { kernel: Kernel; symbolCount: number }): SymbolLoss {
  const { kernel, symbolCount } = options;
  assert(Number.isSafeInteger(symbolCount) && symbolCount > 0);
  let nats = new Float64Array(0);

  return (dLogits, logits, symbols, mask) => {
    const rows = symbols.length;
    assert(logits.length === rows * symbolCount && dLogits.length === logits.length);
    assert(mask === undefined || mask.length === rows);
    if (nats.length < rows) nats = new Float64Array(rows);
    kernel.crossEntropy(dLogits, logits, symbols, mask ?? null, symbolCount, nats, null);
    let seen = 0;
    let loss = 0;
    for (let row = 0; row < rows; row++) {
      if (mask !== undefined && mask[row] === 0) continue;
      loss += nats[row];
      seen++;
    }
    return seen === 0 ? 0 : loss / seen;
  };
}
