import {
  type ChainName,
  chainNames,
  type SymbolMetrics,
  type SymbolSkill,
} from '../../contracts/schemas/index.ts';
import type { PairedLosses, SkillInterval } from '../../training/index.ts';
import type { SymbolNetwork } from '../network/index.ts';
import type { Chains } from './chains.ts';
import { type Segment, scoreChains, scoreNetwork } from './scoring.ts';
import { sequenceSkill } from './skill.ts';
import { createTally, type Tally } from './tally.ts';

/** Scores of a model and of the chains on the same symbols. */
export interface Comparison {
  model: Tally;
  chains: Record<ChainName, Tally>;
  /** The chain with the fewest bits. */
  best: ChainName;
}

/** Scores the network, then the chains that `chainsFrom` returns. `proceed` is called between parts of the work with
 *  the share of the work that is done. Null if it returned false. */
export function compareWithChains(
  data: {
    network: SymbolNetwork;
    segments: readonly Segment[];
    /** Size of the network's batches: segments side by side, and steps of a window. */
    batch: { rows: number; steps: number };
    chainsFrom: (proceed: () => boolean) => Chains | null;
  },
  proceed: (share: number) => boolean,
): Comparison | null {
  const { network, segments, batch, chainsFrom } = data;
  const model = createTally(segments);
  const tallies = chainNames.map(() => createTally(segments));
  const isDone = scoreNetwork(network, segments, batch, model.add, (share) => proceed(share / 2));
  if (!isDone || !proceed(1 / 2)) return null;
  const fitted = chainsFrom(() => proceed(1 / 2));
  if (fitted === null) return null;
  scoreChains(fitted, segments, (segment, byOrder, top, code) => {
    for (const [i, tally] of tallies.entries()) tally.add(segment, -Math.log(byOrder[i]), top[i] === code);
  });
  if (!proceed(1)) return null;
  const bits = tallies.map((tally) => tally.metrics().bits_per_symbol);
  return {
    model,
    chains: Object.fromEntries(chainNames.map((name, i) => [name, tallies[i]])) as Record<ChainName, Tally>,
    best: chainNames[bits.indexOf(Math.min(...bits))],
  };
}

/** Metrics by method, over all parts or of one. */
export function metricsOf({ model, chains }: Comparison, part?: number): Record<string, SymbolMetrics> {
  return {
    auto: model.metrics(part),
    ...Object.fromEntries(Object.entries(chains).map(([name, tally]) => [name, tally.metrics(part)])),
  };
}

/** Skill of the model against one chain; null if there is too little data. */
export function skillAgainst(
  { model, chains }: Comparison,
  chain: ChainName,
  seed: number,
): SkillInterval | null {
  const paired = model
    .parts()
    .map((part): PairedLosses => ({ model: model.blocksOf(part), baseline: chains[chain].blocksOf(part) }));
  return sequenceSkill(paired, seed);
}

/** 1 − bits of the model / bits of one chain; null if the chain needs no bits. */
export function skillValueOf({ model, chains }: Comparison, chain: ChainName): number | null {
  const [own, other] = [model, chains[chain]].map((tally) => tally.metrics().bits_per_symbol);
  return other === 0 ? null : 1 - own / other;
}

/** Skill against the best chain. */
export function skillOf(comparison: Comparison, seed: number): SymbolSkill | null {
  const { best } = comparison;
  const skill = skillAgainst(comparison, best, seed);
  if (skill === null) return null;
  const { value, lower, upper } = skill;
  return { value, lower, upper, metric: 'bits_per_symbol', baseline: best };
}
