import { codes, type SequenceData } from '../../contracts/schemas/index.ts';
import { codesOf, type Part } from '../network/index.ts';
import { ChainCounts, type Chains, orderMax } from './chains.ts';
import { type Segment, scoreChains, segmentsOf } from './scoring.ts';

/** Values of κ among which validation chooses, for each order separately. */
const kappas = [0.125, 0.25, 0.5, 1, 2];
/** κ if network and chains are scored on their training data, so the counts decide. */
const inSampleKappa = 1e-3;
/** κ if there is no validation part to choose it on. */
const plainKappa = 1;
/** Bound on the memory of the chains: only the last symbols are counted. */
const countedSymbolsMax = 2_000_000;
/** Symbols of the validation part on which κ is chosen. */
const choosingSymbolsMax = 100_000;

/** Chains fitted to the training and validation parts, with κ chosen on the validation part before it is
 *  counted. `scored` are the segments that they will score, and `areCounted` tells whether these are training data.
 *  `proceed` is called between parts of the work; null if it returned false. */
export function fitChains(
  data: {
    codeCount: number;
    sequences: readonly SequenceData[];
    split: { train: readonly Part[]; validation: readonly Part[]; boundary: boolean };
    scored: readonly Segment[];
    areCounted: boolean;
  },
  proceed: () => boolean = () => true,
): Chains | null {
  const { codeCount, sequences, split, scored, areCounted } = data;
  const { boundary } = split;
  const validation = lastSymbols(split.validation, countedSymbolsMax);
  const train = lastSymbols(split.train, countedSymbolsMax - symbolsOf(validation));
  const hasUnknown = [...split.train, ...split.validation].some(({ sequence, from, to }) =>
    sequences[sequence].codes.subarray(from, to).includes(codes.unknown),
  );
  const counts = new ChainCounts(codeCount, {
    hasUnknown: hasUnknown || scored.some(({ read }) => read.includes(codes.unknown)),
  });
  const count = (parts: readonly Part[]) => {
    for (const part of parts) counts.add(codesOf(sequences[part.sequence], part, boundary));
  };
  count(train);
  if (validation.length === 0)
    return counts.chains(Array<number>(orderMax + 1).fill(areCounted ? inSampleKappa : plainKappa));
  const segments = segmentsOf(sequences, validation, boundary, choosingSymbolsMax);
  const chosen: number[] = [];
  // Shortest order first, because longer ones are interpolated with it.
  for (let order = 0; order <= orderMax; order++) {
    const losses = kappas.map((kappa) => {
      const chains = counts.chains([...chosen, ...Array<number>(orderMax + 1 - order).fill(kappa)]);
      let nats = 0;
      scoreChains(chains, segments, (_, byOrder) => {
        nats -= Math.log(byOrder[order + 1]);
      });
      return nats;
    });
    chosen.push(kappas[losses.indexOf(Math.min(...losses))]);
    if (!proceed()) return null;
  }
  count(validation);
  return counts.chains(chosen);
}

function symbolsOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** Last parts with at most `max` symbols; the first of them may be cut. */
function lastSymbols(parts: readonly Part[], max: number): Part[] {
  const kept: Part[] = [];
  let left = max;
  for (const part of parts.toReversed()) {
    if (left === 0) break;
    const from = Math.max(part.from, part.to - left);
    kept.push({ ...part, from });
    left -= part.to - from;
  }
  return kept.reverse();
}
