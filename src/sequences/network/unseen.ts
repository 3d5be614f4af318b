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

/** Sets the vectors of symbols that training never saw to the mean of the others: their initial draw is noise. These
 *  are symbols of held-out parts only and, in an embedding, the unknown symbol. One-hot input has no weights for the
 *  unknown symbol; see network.ts. */
export function averageUnseen(
  { parameters, codeCount, inputSize }: SymbolNetwork,
  { input }: ResolvedSymbolSpec,
  seen: ReadonlySet<number>,
): void {
  const isOneHot = input === 'one_hot';
  // The vector of a symbol is a row of the embedding [S, E], or a column of the input weights [gates*H, S].
  const { value } = parameters.get(isOneHot ? 'encoder.weight_ih_l0' : 'embedding.weight');
  const size = isOneHot ? value.length / codeCount : inputSize;
  const at = isOneHot
    ? (code: number, i: number) => i * codeCount + code
    : (code: number, i: number) => code * size + i;
  const first = isOneHot ? codes.first : codes.unknown;
  const all = Array.from({ length: codeCount - first }, (_, i) => first + i);
  const met = all.filter((code) => code !== codes.unknown && seen.has(code));
  const unseen = all.filter((code) => !seen.has(code));
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (const code of met) sum += value[at(code, i)];
    for (const code of unseen) value[at(code, i)] = sum / Math.max(1, met.length);
  }
}
