import type { SymbolMetrics } from '../../contracts/schemas/index.ts';
import type { Scored, Stretch } from './evaluation.ts';

/** Symbols of a long text whose losses are one unit of the bootstrap. */
const blockSymbols = 50;
const bitsPerNat = 1 / Math.LN2;

/** What one method gave to the symbols of the stretches. */
export interface Tally {
  add: Scored;
  /** Symbols that were scored: in all, or of one part. */
  count(part?: number): number;
  metrics(part?: number): SymbolMetrics;
  /** Parts with symbols that were scored. */
  parts(): number[];
  /** Losses of the blocks of a part, in order, in nats. */
  blocksOf(part: number): number[];
  /** Of each scored symbol of a stretch. */
  bitsOf(stretch: number): Float64Array;
}

export function createTally(stretches: readonly Stretch[]): Tally {
  /** Where the symbols of each stretch are, all one after the other. */
  const starts = [0];
  for (const { read, from } of stretches) starts.push(starts[starts.length - 1] + read.length - from);
  const nats = new Float64Array(starts[stretches.length]);
  const filled = new Uint32Array(stretches.length);
  const hits = new Uint32Array(stretches.length);
  const all = [...stretches.keys()];
  const byPart = new Map<number, number[]>();
  for (const [i, { part }] of stretches.entries()) {
    const own = byPart.get(part);
    if (own === undefined) byPart.set(part, [i]);
    else own.push(i);
  }

  const of = (part?: number) => (part === undefined ? all : (byPart.get(part) ?? []));
  const scored = (stretch: number) => nats.subarray(starts[stretch], starts[stretch] + filled[stretch]);
  const count = (part?: number) => of(part).reduce((sum, i) => sum + filled[i], 0);
  return {
    add(stretch, value, isTop) {
      nats[starts[stretch] + filled[stretch]++] = value;
      if (isTop) hits[stretch]++;
    },
    count,
    metrics(part) {
      let [sum, top] = [0, 0];
      for (const i of of(part)) {
        for (const value of scored(i)) sum += value;
        top += hits[i];
      }
      const symbols = count(part);
      const bits = symbols === 0 ? 0 : (sum * bitsPerNat) / symbols;
      return {
        bits_per_symbol: bits,
        perplexity: 2 ** bits,
        top1_accuracy: symbols === 0 ? 0 : top / symbols,
      };
    },
    parts: () => [...byPart.keys()].filter((part) => count(part) > 0),
    blocksOf(part) {
      const losses: number[] = [];
      let within = 0;
      for (const i of of(part))
        for (const value of scored(i)) {
          const block = Math.floor(within++ / blockSymbols);
          losses[block] = (losses[block] ?? 0) + value;
        }
      return losses;
    },
    bitsOf: (stretch) => scored(stretch).map((value) => value * bitsPerNat),
  };
}
