import type { ChainName, SymbolEvaluation, SymbolMetrics, SymbolSkill } from '../contracts/symbol-model.ts';
import { chainNames } from '../contracts/symbol-model.ts';
import type { SequenceData } from '../contracts/symbols.ts';
import { type PairedLosses, pairedSkill } from '../training/skill.ts';
import { fitChains, scoreChains, scoreNetwork, stretchesOf } from './evaluation.ts';
import type { SymbolNetwork } from './network.ts';
import type { ResolvedSymbolSpec } from './spec.ts';
import type { Split } from './split.ts';

/** What a model was found to know, beside the chains. */
export interface Comparison {
  evaluation: SymbolEvaluation;
  metrics: Record<string, SymbolMetrics>;
  /** The chain with the fewest bits. */
  best: ChainName;
  /** Null where nothing is held out, or too little to tell. */
  skill: SymbolSkill | null;
}

/** Symbols that are scored, so that the work is bounded; the first ones of the part. */
const scoredSymbolsMax = 200_000;
/** Symbols of a long text whose losses are one unit of the bootstrap. */
const blockSymbols = 50;
const bitsPerNat = 1 / Math.LN2;

/** The network and the chains on the same symbols: those that are held out, or where there are none all of them.
 *  `proceed` is asked now and then, with the share done; false gives null. */
export function compareWithChains(
  data: {
    network: SymbolNetwork;
    spec: ResolvedSymbolSpec;
    sequences: readonly SequenceData[];
    split: Split;
  },
  proceed: (share: number) => boolean,
): Comparison | null {
  const { network, spec, sequences, split } = data;
  const isHeldOut = split.test.length > 0;
  const parts = isHeldOut ? split.test : split.train;
  const stretches = stretchesOf(sequences, parts, spec.boundary, scoredSymbolsMax);
  const model = createTally();
  const chains = chainNames.map(createTally);

  const rows = { rows: spec.batch_size, steps: spec.context_length };
  const isDone = scoreNetwork(
    network,
    stretches,
    rows,
    (stretch, nats, isTop) => model.add(stretches[stretch].part, nats, isTop),
    (share) => proceed(share / 2),
  );
  if (!isDone || !proceed(1 / 2)) return null;
  const fitted = fitChains(network.codeCount, sequences, split);
  scoreChains(fitted, stretches, (stretch, byOrder, isTop) => {
    for (const [i, chain] of chains.entries())
      chain.add(stretches[stretch].part, -Math.log(byOrder[i]), isTop[i]);
  });
  if (!proceed(1)) return null;

  const metrics = {
    auto: model.metrics(),
    ...Object.fromEntries(chainNames.map((name, i) => [name, chains[i].metrics()])),
  };
  const bits = chains.map((chain) => chain.metrics().bits_per_symbol);
  const bestIndex = bits.indexOf(Math.min(...bits));
  const best = chainNames[bestIndex];
  const paired: PairedLosses[] = [...model.blocks].map(([part, losses]) => ({
    model: losses,
    baseline: chains[bestIndex].blocks.get(part)!,
  }));
  const skill = isHeldOut ? pairedSkill(paired, 1, spec.seed) : null;
  return {
    evaluation: {
      on: isHeldOut ? 'held_out' : 'in_sample',
      sequences: model.blocks.size,
      symbols: model.count(),
    },
    metrics,
    best,
    skill: skill === null ? null : { ...skill, metric: 'bits_per_symbol', baseline: best },
  };
}

/** Sums of one method, and of each part the losses of its blocks. */
function createTally() {
  const blocks = new Map<number, number[]>();
  const filled = new Map<number, number>();
  let nats = 0;
  let hits = 0;
  let count = 0;
  return {
    blocks,
    count: () => count,
    add(part: number, value: number, isTop: boolean): void {
      nats += value;
      hits += isTop ? 1 : 0;
      count++;
      const losses = blocks.get(part) ?? [];
      blocks.set(part, losses);
      const before = filled.get(part) ?? 0;
      const block = Math.floor(before / blockSymbols);
      losses[block] = (losses[block] ?? 0) + value;
      filled.set(part, before + 1);
    },
    metrics(): SymbolMetrics {
      const bits = count === 0 ? 0 : (nats * bitsPerNat) / count;
      return { bits_per_symbol: bits, perplexity: 2 ** bits, top1_accuracy: count === 0 ? 0 : hits / count };
    },
  };
}
