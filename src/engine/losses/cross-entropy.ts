import { assert } from '../assert.ts';
import type { Floats } from '../floats.ts';

/** Writes the gradient `dLogits` [N, S] and gives the loss. `logits` [N, S] over S symbols, unbounded; `symbols`
 *  [N], each in [0, S); `mask` [N] is 0 where the target is missing (its symbol is not read and its gradient 0).
 *  Without any target the loss is 0. */
export type SymbolLoss = (dLogits: Floats, logits: Floats, symbols: Uint32Array, mask?: Uint8Array) => number;

/** Mean over the targets of -log softmax(logits)[symbol], in nats. The largest logit is taken off first, so that
 *  no exponential overflows. Source: torch.nn.CrossEntropyLoss. */
export function crossEntropy({ symbolCount }: { symbolCount: number }): SymbolLoss {
  assert(Number.isSafeInteger(symbolCount) && symbolCount > 0);

  return (dLogits, logits, symbols, mask) => {
    assert(logits.length === symbols.length * symbolCount && dLogits.length === logits.length);
    assert(mask === undefined || mask.length === symbols.length);
    let seen = 0;
    for (let row = 0; row < symbols.length; row++) if (mask === undefined || mask[row] !== 0) seen++;
    const weight = seen === 0 ? 0 : 1 / seen;

    let loss = 0;
    for (let row = 0; row < symbols.length; row++) {
      const start = row * symbolCount;
      const end = start + symbolCount;
      if (mask !== undefined && mask[row] === 0) {
        dLogits.fill(0, start, end);
        continue;
      }
      assert(symbols[row] < symbolCount, 'a symbol is one of the symbols');
      const target = start + symbols[row];
      let largest = logits[start];
      for (let i = start + 1; i < end; i++) if (logits[i] > largest) largest = logits[i];
      let sum = 0;
      for (let i = start; i < end; i++) {
        const exponential = Math.exp(logits[i] - largest);
        dLogits[i] = exponential;
        sum += exponential;
      }
      loss += Math.log(sum) + (largest - logits[target]);
      const scale = weight / sum;
      for (let i = start; i < end; i++) dLogits[i] *= scale;
      dLogits[target] -= weight;
    }
    return loss * weight;
  };
}
