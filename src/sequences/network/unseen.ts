import { codes, type SequenceData } from '../../contracts/schemas/index.ts';
import type { SymbolNetwork } from './network.ts';
import type { ResolvedSymbolSpec } from './spec.ts';
import type { Part } from './split.ts';

/** Codes in the given parts. */
export function codesSeen(sequences: readonly SequenceData[], parts: readonly Part[]): Set<number> {
  const seen = new Set<number>();
  for (const { sequence, from, to } of parts)
    for (const code of sequences[sequence].codes.subarray(from, to)) seen.add(code);
  return seen;
}

/** Sets the vectors of symbols that training never saw to the mean of the others, so that they carry no noise.
 *  These are the unknown symbol and symbols of held-out parts only. */
export function averageUnseen(
  network: SymbolNetwork,
  { input }: ResolvedSymbolSpec,
  seen: ReadonlySet<number>,
): void {
  if (input === 'one_hot') return; // their vectors have weights of their own that never changed; see network.ts
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
