import { integrate, lookBackPoints, midpoints } from '../../attribution/index.ts';
import type { ResolvedSymbolSpec } from '../network/index.ts';
import { type GradientNetwork, logProbability } from './gradient-network.ts';

/** What a sum may miss, in nats; callers are promised a thousandth of a bit. */
const missMax = 5e-5;
const pointsMax = 512;
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

/** Integrated gradients; where the network changes too wildly for them, symbol by symbol from the first. */
export function contributionsOf(
  gradients: GradientNetwork,
  spec: ResolvedSymbolSpec,
  window: ExplainedWindow,
): Contributions {
  const path = pathFor(gradients, spec, window);
  const [[baseline], [value]] = [path.valuesAt([0]), path.valuesAt([1])];
  const values = new Float64Array(window.symbols.length);
  integrate(
    {
      valuesAt: (share) => Float64Array.from(path.valuesAt([share])),
      along: path.along,
      inputByInput: path.symbolBySymbol,
      sumsOf: (added) => Float64Array.of(added.reduce((sum, part) => sum + part, 0)),
    },
    { tolerances: Float64Array.of(missMax), pointsMax },
    (added) => {
      for (const [t, amount] of added.entries()) values[t] += amount;
    },
  );
  return { baseline, value, values };
}

/** The same with few points, where only sizes are compared. [T] */
export function roughContributions(
  gradients: GradientNetwork,
  spec: ResolvedSymbolSpec,
  window: ExplainedWindow,
): Float64Array {
  const points = midpoints(lookBackPoints);
  return pathFor(gradients, spec, window).along(
    points,
    points.map(() => 1 / lookBackPoints),
  );
}

/** B points of the path side by side. */
function pathFor(
  gradients: GradientNetwork,
  spec: ResolvedSymbolSpec,
  { symbols, fixed, code }: ExplainedWindow,
) {
  const { encoder, run, neutral } = gradients;
  const { inputSize: E, hiddenSize: H, layers } = encoder;
  const T = symbols.length;
  const end = gradients.vectors(symbols);
  const distance = end.map((value, i) => (i < fixed * E ? 0 : value - neutral[i % E]));
  const fitting = Math.floor(numbersMax / (T * (3 * E + 10 * layers * H)));
  // A power of two, of which all numbers of points are multiples.
  const side = 2 ** Math.floor(Math.log2(Math.max(1, Math.min(rowsMax, fitting))));

  /** ln p at each of B points, with its derivatives times the weights; `shareAt` says how far on the way each symbol is. */
  function forward(shareAt: (b: number, t: number) => number, weights: readonly number[]) {
    const B = weights.length;
    const x = new Float32Array(T * B * E);
    for (let t = 0; t < T; t++)
      for (let b = 0; b < B; b++) {
        const left = 1 - shareAt(b, t);
        for (let i = 0; i < E; i++) x[(t * B + b) * E + i] = end[t * E + i] - left * distance[t * E + i];
      }
    const states = run.forward(x, { steps: T, batch: B });
    const logits = gradients.logits(states[layers - 1].h.subarray(T * B * H));
    const S = logits.length / B;
    const dLogits = new Float32Array(logits.length);
    const values = weights.map((weight, b) => {
      const row = [b * S, (b + 1) * S] as const;
      return logProbability(logits.subarray(...row), code, spec, dLogits.subarray(...row), weight);
    });
    return { values, dLogits };
  }

  return {
    valuesAt: (shares: readonly number[]) =>
      forward(
        (b) => shares[b],
        shares.map(() => 1),
      ).values,
    along(shares: readonly number[], weights: readonly number[]): Float64Array {
      const added = new Float64Array(T);
      for (let first = 0; first < shares.length; first += side) {
        const here = weights.slice(first, first + side);
        const B = here.length;
        const { dLogits } = forward((b) => shares[first + b], here);
        const dOutput = new Float32Array(T * B * H);
        dOutput.set(gradients.headBackward(dLogits), (T - 1) * B * H);
        const { dx } = run.backward(dOutput);
        for (let t = 0; t < T; t++)
          for (let b = 0; b < B; b++)
            for (let i = 0; i < E; i++) added[t] += distance[t * E + i] * dx[(t * B + b) * E + i];
      }
      return added;
    },
    symbolBySymbol(from: number, to: number): Float64Array {
      const added = new Float64Array(T);
      let [before] = forward(() => from, [1]).values;
      for (let first = 0; first < T; first += side) {
        const here = Array.from({ length: Math.min(side, T - first) }, () => 1);
        // In row b all symbols up to first + b have gone on.
        for (const [b, after] of forward((b, t) => (t <= first + b ? to : from), here).values.entries()) {
          added[first + b] = after - before;
          before = after;
        }
      }
      return added;
    },
  };
}
