import { lookBackPoints, midpoints, pathPoints } from '../../inside/path.ts';
import type { ResolvedSymbolSpec } from '../spec.ts';
import { logProbability, type SymbolsApart } from './apart.ts';

/** What a sum may miss, in nats: a tenth of what callers are promised. */
const missMax = 1e-4;
/** Numbers that the points of a path take side by side. */
const numbersMax = 16_000_000;
const rowsMax = 64;

/** What each symbol of a window adds to ln p(code), its most likely next symbol say. */
export interface Contributions {
  /** ln p where every vector is the neutral one, and where all are there. */
  baseline: number;
  value: number;
  values: Float64Array; // [T]
}

export interface ExplainedWindow {
  symbols: Uint32Array; // [T]
  /** Steps that stay as they are: a boundary at the beginning is where every sequence begins. */
  fixed: number;
  /** What is explained after the last step. */
  code: number;
}

/** Integrated gradients, with more and more points until they sum to value − baseline. */
export function contributionsOf(
  apart: SymbolsApart,
  spec: ResolvedSymbolSpec,
  window: ExplainedWindow,
): Contributions {
  const path = pathFor(apart, spec, window);
  const [baseline] = path.valuesAt([0]);
  const [value] = path.valuesAt([1]);
  for (const points of pathPoints) {
    const values = path.along(points);
    const miss = Math.abs(values.reduce((sum, part) => sum + part, baseline) - value);
    if (miss <= missMax || points === pathPoints.at(-1)) return { baseline, value, values };
  }
  throw new Error('unreachable');
}

/** The same with few points, where only sizes are compared. [T] */
export function roughContributions(
  apart: SymbolsApart,
  spec: ResolvedSymbolSpec,
  window: ExplainedWindow,
): Float64Array {
  return pathFor(apart, spec, window).along(lookBackPoints);
}

/** B points of the path side by side. */
function pathFor(apart: SymbolsApart, spec: ResolvedSymbolSpec, { symbols, fixed, code }: ExplainedWindow) {
  const { encoder, run, neutral } = apart;
  const { inputSize: E, hiddenSize: H, layers } = encoder;
  const T = symbols.length;
  const end = apart.vectors(symbols);
  const distance = end.map((value, i) => (i < fixed * E ? 0 : value - neutral[i % E]));
  const fitting = Math.floor(numbersMax / (T * (3 * E + 10 * layers * H)));
  // A power of two, of which all numbers of points are multiples.
  const side = 2 ** Math.floor(Math.log2(Math.max(1, Math.min(rowsMax, fitting))));

  /** ln p at each of the points, with its derivative times `weight`. */
  function forward(shares: readonly number[], weight: number) {
    const B = shares.length;
    const x = new Float32Array(T * B * E);
    for (let t = 0; t < T; t++)
      for (const [b, share] of shares.entries())
        for (let i = 0; i < E; i++)
          x[(t * B + b) * E + i] = end[t * E + i] - (1 - share) * distance[t * E + i];
    const states = run.forward(x, { steps: T, batch: B });
    const logits = apart.logits(states[layers - 1].h.subarray(T * B * H));
    const S = logits.length / B;
    const dLogits = new Float32Array(logits.length);
    const values = shares.map((_, b) => {
      const row = [b * S, (b + 1) * S] as const;
      return logProbability(logits.subarray(...row), code, spec, dLogits.subarray(...row), weight);
    });
    return { values, dLogits };
  }

  return {
    valuesAt: (shares: readonly number[]) => forward(shares, 1).values,
    along(points: number): Float64Array {
      const added = new Float64Array(T);
      const all = midpoints(points);
      for (let first = 0; first < points; first += side) {
        const shares = all.slice(first, first + side);
        const B = shares.length;
        const { dLogits } = forward(shares, 1 / points);
        const dOutput = new Float32Array(T * B * H);
        dOutput.set(apart.headBackward(dLogits), (T - 1) * B * H);
        const { dx } = run.backward(dOutput);
        for (let t = 0; t < T; t++)
          for (let b = 0; b < B; b++)
            for (let i = 0; i < E; i++) added[t] += distance[t * E + i] * dx[(t * B + b) * E + i];
      }
      return added;
    },
  };
}
