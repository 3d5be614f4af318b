import { integrate, lookBackPoints, midpoints } from '../../attribution/index.ts';
import type { ResolvedSymbolSpec } from '../network/index.ts';
import { type GradientNetwork, logProbability } from './gradient-network.ts';

/** Tolerance of the sum of the contributions, in nats; callers are promised a thousandth of a bit. */
const toleranceNats = 5e-5;
const pointsMax = 512;
/** Bound on the numbers of points of a path that are computed together. */
const numbersMax = 16_000_000;
const rowsMax = 64;

/** Contribution of each symbol of a window to ln p(code), such as that of the most likely next symbol. */
export interface Contributions {
  /** ln p with the neutral vector in place of every symbol, and with the symbols themselves. */
  baseline: number;
  value: number;
  values: Float64Array; // [T]
}

export interface ExplainedWindow {
  symbols: Uint32Array; // [T]
  /** Number of first steps that are not explained: 1 for the boundary at the beginning, else 0. */
  fixed: number;
  /** Code whose probability after the last step is explained. */
  code: number;
}

/** Contributions by integrated gradients. If ln p changes too abruptly, symbols are replaced one after the
 *  other from the first. */
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
    { tolerances: Float64Array.of(toleranceNats), pointsMax },
    (added) => {
      for (const [t, amount] of added.entries()) values[t] += amount;
    },
  );
  return { baseline, value, values };
}

/** Contributions from few points of the path, precise enough to compare their sizes. [T] */
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

/** The path of a window: B points are computed together. */
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
  // Numbers of points are multiples of a power of two.
  const batchMax = 2 ** Math.floor(Math.log2(Math.max(1, Math.min(rowsMax, fitting))));

  /** ln p at each of B points, with its derivatives times the weights. `shareAt` is the position of each symbol
   *  on the path. */
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
      for (let first = 0; first < shares.length; first += batchMax) {
        const here = weights.slice(first, first + batchMax);
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
      for (let first = 0; first < T; first += batchMax) {
        const here = Array.from({ length: Math.min(batchMax, T - first) }, () => 1);
        // In row b the symbols up to first + b are at `to`.
        for (const [b, after] of forward((b, t) => (t <= first + b ? to : from), here).values.entries()) {
          added[first + b] = after - before;
          before = after;
        }
      }
      return added;
    },
  };
}
