import type { Kernel } from '../kernels/contract/kernel.ts';
import { assert } from '../primitives/assert.ts';
import type { Floats } from '../primitives/floats.ts';

/** Writes the gradient `dLogits` [N, S] and returns the loss. `logits` [N, S]: unbounded scores of S symbols. `symbols`
 *  [N]: the targets, each in [0, S). `mask` [N]: 0 where the target is missing; its symbol is not read and its gradient
 *  is 0. The loss is 0 if all targets are missing. */
export type SymbolLoss = (dLogits: Floats, logits: Floats, symbols: Uint32Array, mask?: Uint8Array) => number;

/** Mean of −ln softmax(logits)[symbol] over the targets that are present, in nats. Source:
 *  torch.nn.CrossEntropyLoss. */
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
    let targets = 0;
    let loss = 0;
    for (let row = 0; row < rows; row++) {
      if (mask !== undefined && mask[row] === 0) continue;
      loss += nats[row];
      targets++;
    }
    return targets === 0 ? 0 : loss / targets;
  };
}
