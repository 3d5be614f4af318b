import { codes, type SequenceData } from '../../contracts/schemas/index.ts';
import type { SymbolNetwork } from './network.ts';
import type { ResolvedSymbolSpec } from './spec.ts';
import type { Part } from './split.ts';

/** Codes that training met. */
export function codesSeen(sequences: readonly SequenceData[], parts: readonly Part[]): Set<number> {
  const seen = new Set<number>();
  for (const { sequence, from, to } of parts)
    for (const code of sequences[sequence].codes.subarray(from, to)) seen.add(code);
  return seen;
}

/** The vector of a symbol that training never met (the unknown one, and any that is in held-out parts only) becomes the
 *  mean of the others: it says nothing, rather than noise. */
export function averageUnseen(
  network: SymbolNetwork,
  { input }: ResolvedSymbolSpec,
  seen: ReadonlySet<number>,
): void {
  if (input === 'one_hot') return; // an input of its own, with weights that nothing has moved; see network.ts
  const { parameters, codeCount, inputSize } = network;
  const { value } = parameters.get('embedding.weight');
  const all = Array.from({ length: codeCount - codes.unknown }, (_, i) => codes.unknown + i);
  const met = all.filter((code) => code !== codes.unknown && seen.has(code));
  for (let i = 0; i < inputSize; i++) {
    let sum = 0;
    for (const code of met) sum += value[code * inputSize + i];
    for (const code of all) if (!seen.has(code)) value[code * inputSize + i] = sum / Math.max(1, met.length);
  }
}
