import type { SymbolMetrics } from '../../contracts/schemas/index.ts';
import { bitsPerNat } from '../network/index.ts';
import type { RecordScore, Segment } from './scoring.ts';

/** Symbols in a block, the unit of the bootstrap. */
const blockSymbols = 50;

/** Scores of one method on the symbols of the segments. */
export interface Tally {
  add: RecordScore;
  /** Number of scored symbols, in all or in one part. */
  count(part?: number): number;
  metrics(part?: number): SymbolMetrics;
  /** Parts that have scored symbols. */
  parts(): number[];
  /** Losses of the blocks of a part in order, in nats. */
  blocksOf(part: number): number[];
  /** Bits of each scored symbol of a segment. */
  bitsOf(segment: number): Float64Array;
}

export function createTally(segments: readonly Segment[]): Tally {
  /** First index of the symbols of each segment in `nats`, and the end. */
  const starts = [0];
  for (const { read, from } of segments) starts.push(starts[starts.length - 1] + read.length - from);
  const nats = new Float64Array(starts[segments.length]);
  const filled = new Uint32Array(segments.length);
  const hits = new Uint32Array(segments.length);
  const all = [...segments.keys()];
  const byPart = new Map<number, number[]>();
  for (const [i, { part }] of segments.entries()) {
    const positions = byPart.get(part);
    if (positions === undefined) byPart.set(part, [i]);
    else positions.push(i);
  }

  const of = (part?: number) => (part === undefined ? all : (byPart.get(part) ?? []));
  const scored = (segment: number) => nats.subarray(starts[segment], starts[segment] + filled[segment]);
  const count = (part?: number) => of(part).reduce((sum, i) => sum + filled[i], 0);
  return {
    add(segment, value, isTop) {
      nats[starts[segment] + filled[segment]++] = value;
      if (isTop) hits[segment]++;
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
    bitsOf: (segment) => scored(segment).map((value) => value * bitsPerNat),
  };
}
