/** Explains forecasts of the pre-trained network. K steps, M members of the bank. */
import { integrate } from '../../attribution/index.ts';
import { selectKernel } from '../../engine/index.ts';
import {
  type Context,
  contextLength,
  contextMax,
  createInputWriter,
  emptyBatch,
  encoderStepsOf,
  type InputBatch,
  type InputWriter,
  instantGradients,
  levelCount,
  levels,
  logScaleAt,
  memberCount,
  memberNamesOf,
  type PretrainedNetwork,
  readContext,
  type Scaling,
} from '../pretrained/index.ts';
import {
  addContributions,
  type InstantSource,
  instantInputs,
  type PathPoint,
  pathBatch,
} from './instant-path.ts';

/** Rows of a batch: eight steps at the sixteen points of a piece of the path. */
export const explainedRowsMax = 128;
/** Tolerance of the sum of the contributions, in scales of the series. */
const toleranceInScales = 1e-4;
/** Relative tolerance: float32 arithmetic of the network has no more digits. */
const rounding = 1e-7;
/** Most points of a path. Between the neutral input and the actual one, inputs are unlike those of any series, and the network
 *  can be chaotic there. More points do not help then. */
const pointsMax = 128;
/** Logarithms are limited before they become values. */
const exponentMax = 700;
const medianAt = levels.indexOf(0.5);

/** A forecast of the network, in the units of the series. */
export interface NetworkExplanation {
  context: Context;
  /** [M], each [K] */
  members: { name: string; weights: Float64Array; path: Float64Array }[];
  /** Mean of the paths by their weights; of their logarithms if the network reads logarithms. [K] */
  weightedMean: Float64Array;
  median: Float64Array; // [K]
  /** Median for a constant series. [K] */
  baseline: Float64Array;
  /** Their sum is the median less the baseline. */
  contributions: (InstantSource & { values: Float64Array })[];
}

/** The shipped network; built at the first call in a thread. */
let shipped: PretrainedNetwork | undefined;
function shippedNetwork(): PretrainedNetwork {
  shipped ??= instantGradients(selectKernel(), explainedRowsMax);
  return shipped;
}
let writer: InputWriter | undefined;

/** Explains the medians of `horizon` steps from the end of `history`. NaN is missing; at least one value is observed. In the
 *  neutral input the series is a constant, as long and with the same season and missing values, and its level and scale are
 *  those of the series.
 *  @param network with gradients of its inputs, for `explainedRowsMax` series of one step; default: the shipped one */
export function explainNetwork(
  history: Float64Array,
  { season, horizon }: { season: number; horizon: number },
  network = shippedNetwork(),
): NetworkExplanation {
  const context = readContext(history, season);
  const { batch: actual, scaling } = inputsOf(context, horizon);
  const { batch: neutral } = inputsOf({ ...context, z: new Float64Array(context.z.length) }, horizon);
  neutral.context[logScaleAt] = actual.context[logScaleAt];
  const inputs = instantInputs(context);
  const restored = (value: number) => inUnits(value, scaling, context);

  /** Calls `take` with the median and the weights of each step at one point of the path. */
  function at(share: number, take: (h: number, median: number, weights: Float32Array) => void): void {
    for (const [from, to] of stepsInParts(horizon, explainedRowsMax)) {
      const y = network.forward(pathBatch(inputs, actual, neutral, [pointAt(share)], [from, to]), false);
      for (let h = from; h < to; h++) {
        const row = h - from;
        const weights = network.weights.subarray(row * memberCount, (row + 1) * memberCount);
        take(h, y[row * levelCount + medianAt], weights);
      }
    }
  }

  function pointAt(share: number): PathPoint {
    return new Float64Array(inputs.sources.length).fill(share);
  }

  function valuesAt(share: number): Float64Array {
    const values = new Float64Array(horizon);
    at(share, (h, median) => {
      values[h] = restored(median);
    });
    return values;
  }

  function along(shares: readonly number[], weights: readonly number[]): Float64Array[] {
    const sums = inputs.sources.map(() => new Float64Array(horizon));
    for (const part of stepsInParts(horizon, Math.floor(explainedRowsMax / shares.length))) {
      const batch = pathBatch(inputs, actual, neutral, shares.map(pointAt), part);
      const y = network.forward(batch, true);
      const dY = y.slice().fill(0);
      for (let row = 0; row < batch.size; row++) {
        const place = row * levelCount + medianAt;
        const slope = scaling.scale * (context.isLog ? restored(y[place]) : 1);
        dY[place] = (weights[Math.floor(row / (part[1] - part[0]))] * slope) / largestSlope;
      }
      addContributions(sums, inputs, actual, neutral, network.backward(dY)!, part);
    }
    network.parameters.zeroGradients();
    for (const values of sums) for (let h = 0; h < horizon; h++) values[h] *= largestSlope;
    return sums;
  }

  /** Changes of the medians if the sources change from one share to another one after the other. */
  function sourceBySource(fromShare: number, toShare: number): Float64Array[] {
    const count = inputs.sources.length;
    const points = Array.from({ length: count + 1 }, (_, s) => pointAt(fromShare).fill(toShare, 0, s));
    const sums = inputs.sources.map(() => new Float64Array(horizon));
    for (const part of stepsInParts(horizon, Math.floor(explainedRowsMax / points.length))) {
      const steps = part[1] - part[0];
      const y = network.forward(pathBatch(inputs, actual, neutral, points, part), false);
      const medianOf = (s: number, h: number) =>
        restored(y[(s * steps + h - part[0]) * levelCount + medianAt]);
      for (let h = part[0]; h < part[1]; h++)
        for (const [s, values] of sums.entries()) values[h] = medianOf(s + 1, h) - medianOf(s, h);
    }
    return sums;
  }

  const baseline = valuesAt(0);
  const { median, ...mixture } = mixtureOf(context, scaling, actual, at);
  const size = Array.from(median, (value, h) => Math.abs(value) + Math.abs(baseline[h]));
  /** float32 holds gradients in units of this. */
  const largestSlope = scaling.scale * (context.isLog ? Math.max(...median, ...baseline) : 1);
  const total = inputs.sources.map(() => new Float64Array(horizon));
  integrate(
    {
      valuesAt,
      along,
      inputByInput: sourceBySource,
      sumsOf: (part) => Float64Array.from(median, (_, h) => part.reduce((sum, values) => sum + values[h], 0)),
    },
    {
      tolerances: Float64Array.from(size, (value) =>
        Math.max(toleranceInScales * largestSlope, rounding * value, Number.MIN_VALUE),
      ),
      pointsMax,
    },
    (part) => {
      for (const [s, values] of part.entries())
        for (const [h, value] of values.entries()) total[s][h] += value;
    },
  );
  const contributions = inputs.sources.map((source, s) => ({ ...source, values: total[s] }));
  return { context, ...mixture, median, baseline, contributions };
}

function inputsOf(context: Context, horizon: number): { batch: InputBatch; scaling: Scaling } {
  writer ??= createInputWriter(contextMax);
  const { season } = context;
  const batch = emptyBatch(1, horizon, encoderStepsOf(contextLength(season), season));
  const steps = Float64Array.from({ length: horizon }, (_, h) => h + 1);
  return { batch, scaling: writer.write(batch, 0, context, horizon, steps) };
}

/** Paths, weights and median at the end of the path. */
function mixtureOf(
  context: Context,
  scaling: Scaling,
  { members, stepCount }: InputBatch,
  at: (share: number, take: (h: number, median: number, weights: Float32Array) => void) => void,
): Pick<NetworkExplanation, 'members' | 'weightedMean' | 'median'> {
  const zeros = () => new Float64Array(stepCount);
  const named = memberNamesOf(context).map((name) => ({ name, weights: zeros(), path: zeros() }));
  const weightedMean = zeros();
  const median = zeros();
  at(1, (h, value, weights) => {
    let sum = 0;
    for (const [i, one] of named.entries()) {
      const member = members[h * memberCount + i];
      one.weights[h] = weights[i];
      one.path[h] = inUnits(member, scaling, context);
      sum += weights[i] * member;
    }
    weightedMean[h] = inUnits(sum, scaling, context);
    median[h] = inUnits(value, scaling, context);
  });
  return { members: named, weightedMean, median };
}

function inUnits(value: number, { level, scale }: Scaling, { isLog }: Context): number {
  const read = level + scale * value;
  return isLog ? Math.exp(Math.max(-exponentMax, Math.min(exponentMax, read))) : read;
}

/** Ranges [from, to) of at most `count` of the K steps. */
function stepsInParts(horizon: number, count: number): [number, number][] {
  const parts: [number, number][] = [];
  for (let from = 0; from < horizon; from += count) parts.push([from, Math.min(from + count, horizon)]);
  return parts;
}
