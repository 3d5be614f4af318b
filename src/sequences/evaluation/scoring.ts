import { codes, type SequenceData } from '../../contracts/schemas/index.ts';
import { codesOf, type Part, type ResolvedSymbolSpec, type SymbolNetwork } from '../network/index.ts';
import type { Chains } from './chains.ts';

/** Symbols before a segment that are read without a score, to warm up the state. */
const warmUpSymbols = 256;
/** Symbols that one row scores. Longer parts are divided among several rows, each with its own warm-up. */
const segmentSymbols = 2_000;

/** Codes of which the last ones are scored. */
export interface Segment {
  /** Index of its part. */
  part: number;
  read: Uint16Array;
  /** Index of the first code that is scored, ≥ 1. */
  from: number;
  /** Position of that code in its sequence. */
  position: number;
}

export function segmentsOf(
  sequences: readonly SequenceData[],
  parts: readonly Part[],
  boundary: boolean,
  symbolsMax = Number.POSITIVE_INFINITY,
): Segment[] {
  const segments: Segment[] = [];
  let left = symbolsMax;
  for (const [part, { sequence, from, to }] of parts.entries()) {
    for (let start = from; start < to && left > 0; start += segmentSymbols) {
      const end = Math.min(to, start + Math.min(left, segmentSymbols));
      const first = Math.max(0, start - warmUpSymbols);
      const read = codesOf(sequences[sequence], { sequence, from: first, to: end }, boundary);
      const before = first > 0 || boundary ? 1 : 0;
      // The first symbol of a text has no context: it is not a target.
      const scoredFrom = Math.max(1, before + start - first);
      segments.push({ part, read, from: scoredFrom, position: first + scoredFrom - before });
      left -= end - start;
    }
  }
  return segments;
}

/** Receives the score of one symbol: −ln p, and whether it was the most likely one. */
export type RecordScore = (segment: number, nats: number, isTop: boolean) => void;

/** Scores the symbols of the segments; boundaries are read but not scored. `proceed` is called between batches
 *  with the share of the work that is done; false ends the call.
 *  @returns whether all segments were scored */
export function scoreNetwork(
  network: SymbolNetwork,
  segments: readonly Segment[],
  { rows, steps }: { rows: number; steps: number },
  scored: RecordScore,
  proceed: (share: number) => boolean = () => true,
): boolean {
  const nats = new Float64Array(rows * steps);
  const tops = new Uint32Array(rows * steps);
  // Segments of similar length are in one batch, so that few rows idle.
  const order = [...segments.keys()].sort((a, b) => segments[b].read.length - segments[a].read.length);
  for (let first = 0; first < order.length; first += rows) {
    const group = order.slice(first, first + rows);
    const inGroup = group.map((segment) => segments[segment]);
    const batch = group.length;
    const state = network.zeroState(batch);
    const longest = inGroup[0].read.length;
    for (let offset = 0; offset < longest - 1; offset += steps) {
      if (!proceed((first + (batch * offset) / longest) / order.length)) return false;
      const here = Math.min(steps, longest - 1 - offset);
      const symbols = symbolsFrom(inGroup, offset, here);
      const targets = targetsFrom(inGroup, offset, here);
      const logits = network.forward(symbols, { steps: here, batch, training: false }, state);
      network.kernel.crossEntropy(null, logits, targets.codes, targets.mask, network.codeCount, nats, tops);
      recordScores(group, targets, { nats, tops }, scored);
    }
  }
  return true;
}

/** Codes that a network reads from `offset` on, in steps of all rows; boundaries after the end of a segment. [T, B] */
function symbolsFrom(rows: readonly Segment[], offset: number, steps: number): Uint32Array {
  const symbols = new Uint32Array(steps * rows.length);
  for (const [row, { read }] of rows.entries())
    for (let t = 0; t < steps; t++) symbols[t * rows.length + row] = read[offset + t] ?? codes.boundary;
  return symbols;
}

interface Targets {
  codes: Uint32Array; // [T, B]
  mask: Uint8Array; // [T, B], 1 for targets that are scored
}

/** Codes that follow those of `symbolsFrom`. */
function targetsFrom(rows: readonly Segment[], offset: number, steps: number): Targets {
  const targets = new Uint32Array(steps * rows.length);
  const mask = new Uint8Array(steps * rows.length);
  for (const [row, { read, from }] of rows.entries()) {
    for (let t = 0; t < steps; t++) {
      const target = offset + t + 1;
      if (target < from || target >= read.length || read[target] === codes.boundary) continue;
      targets[t * rows.length + row] = read[target];
      mask[t * rows.length + row] = 1;
    }
  }
  return { codes: targets, mask };
}

/** Records the scores of a batch, row by row. @param group segments of the rows */
function recordScores(
  group: readonly number[],
  { codes: targets, mask }: Targets,
  { nats, tops }: { nats: Float64Array; tops: Uint32Array },
  scored: RecordScore,
): void {
  for (const [row, segment] of group.entries())
    for (let at = row; at < mask.length; at += group.length)
      if (mask[at] === 1) scored(segment, nats[at], tops[at] === targets[at]);
}

/** Surprisals −ln softmax(logits) of all codes for a forecast. If there are no boundaries, that of the boundary
 *  is infinite, and the other probabilities sum to 1. [S] */
export function surprisals(logits: Float32Array, { boundary }: ResolvedSymbolSpec): Float64Array {
  const first = boundary ? codes.boundary : codes.boundary + 1;
  let largest = Number.NEGATIVE_INFINITY;
  for (let code = first; code < logits.length; code++) largest = Math.max(largest, logits[code]);
  let sum = 0;
  for (let code = first; code < logits.length; code++) sum += Math.exp(logits[code] - largest);
  const whole = Math.log(sum) + largest;
  const nats = new Float64Array(logits.length).fill(Number.POSITIVE_INFINITY);
  for (let code = first; code < logits.length; code++) nats[code] = whole - logits[code];
  return nats;
}

/** Scores the segments with the chains. Calls `visit` for each symbol with its code, its probability and the
 *  most likely code, [2 + orderMax] each. */
export function scoreChains(
  chains: Chains,
  segments: readonly Segment[],
  visit: (segment: number, byOrder: Float64Array, top: Uint32Array, code: number) => void,
): void {
  for (const [index, { read, from }] of segments.entries()) {
    chains.score(read, from, (t, byOrder, top) => {
      if (read[t] !== codes.boundary) visit(index, byOrder, top, read[t]);
    });
  }
}
