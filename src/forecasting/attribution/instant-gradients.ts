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
  leastTrainedHorizon,
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
  type InstantInputs,
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
/** Most points of a path. Between the neutral input and the actual one, inputs are unlike those of any series, and the
 *  network can be chaotic there. More points do not help then. */
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

/** Explains the medians of `horizon` steps from the end of `history`. NaN is missing; at least one value is observed.
 *  In the neutral input the series is a constant, as long and with the same season and missing values, and its level
 *  and scale are those of the series.
 *  @param network with gradients of its inputs, for `explainedRowsMax` series of one step; default: the shipped one */
export function explainNetwork(
  history: Float64Array,
  { season, horizon }: { season: number; horizon: number },
  network = shippedNetwork(),
): NetworkExplanation {
  const context = readContext(history, season);
  const path = pathTo(context, horizon, network);
  const baseline = mediansAt(path, 0);
  const { median, ...mixture } = mixtureOf(path);
  const contributions = contributionsAlong(path, baseline, median);
  return { context, ...mixture, median, baseline, contributions };
}

/** The path from the neutral inputs to those of a series. */
interface NetworkPath {
  network: PretrainedNetwork;
  context: Context;
  horizon: number;
  inputs: InstantInputs;
  actual: InputBatch;
  neutral: InputBatch;
  scaling: Scaling;
}

function pathTo(context: Context, horizon: number, network: PretrainedNetwork): NetworkPath {
  const { batch: actual, scaling } = inputsOf(context, horizon);
  const { batch: neutral } = inputsOf({ ...context, z: new Float64Array(context.z.length) }, horizon);
  neutral.context[logScaleAt] = actual.context[logScaleAt];
  return { network, context, horizon, inputs: instantInputs(context), actual, neutral, scaling };
}

/** Integrated gradients of the medians by source.
 *  @returns contributions with the sum median less baseline */
function contributionsAlong(
  path: NetworkPath,
  baseline: Float64Array,
  median: Float64Array,
): NetworkExplanation['contributions'] {
  const { inputs, context, scaling } = path;
  const size = Array.from(median, (value, h) => Math.abs(value) + Math.abs(baseline[h]));
  /** float32 holds gradients in units of this. */
  const largestSlope = scaling.scale * (context.isLog ? Math.max(...median, ...baseline) : 1);
  const total = zerosBySource(path);
  integrate(
    {
      valuesAt: (share) => mediansAt(path, share),
      along: (shares, weights) => gradientsAlong(path, largestSlope, shares, weights),
      inputByInput: (fromShare, toShare) => changesBySource(path, fromShare, toShare),
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
  return inputs.sources.map((source, s) => ({ ...source, values: total[s] }));
}

/** Calls `take` with the median, in scales, and the weights of each step at one point of the path. */
function readSteps(
  { network, horizon, inputs, actual, neutral }: NetworkPath,
  share: number,
  take: (h: number, median: number, weights: Float32Array) => void,
): void {
  for (const [from, to] of stepsInParts(horizon, explainedRowsMax)) {
    const points = [pointAt(inputs, share)];
    const y = network.forward(pathBatch(inputs, actual, neutral, points, [from, to]), false);
    for (let h = from; h < to; h++) {
      const row = h - from;
      const weights = network.weights.subarray(row * memberCount, (row + 1) * memberCount);
      take(h, y[row * levelCount + medianAt], weights);
    }
  }
}

/** Medians at one point of the path. [K] */
function mediansAt(path: NetworkPath, share: number): Float64Array {
  const values = new Float64Array(path.horizon);
  readSteps(path, share, (h, median) => {
    values[h] = inUnits(median, path);
  });
  return values;
}

/** Sums over points of the path: the distance of the inputs of each source times their gradients, by the weights of the
 *  points. [sources][K] */
function gradientsAlong(
  path: NetworkPath,
  largestSlope: number,
  shares: readonly number[],
  weights: readonly number[],
): Float64Array[] {
  const { network, context, horizon, inputs, actual, neutral, scaling } = path;
  const sums = zerosBySource(path);
  const points = shares.map((share) => pointAt(inputs, share));
  for (const part of stepsInParts(horizon, Math.floor(explainedRowsMax / shares.length))) {
    const batch = pathBatch(inputs, actual, neutral, points, part);
    const y = network.forward(batch, true);
    const dY = y.slice().fill(0);
    for (let row = 0; row < batch.size; row++) {
      const place = row * levelCount + medianAt;
      const slope = scaling.scale * (context.isLog ? inUnits(y[place], path) : 1);
      dY[place] = (weights[Math.floor(row / (part[1] - part[0]))] * slope) / largestSlope;
    }
    addContributions(sums, inputs, actual, neutral, network.backward(dY)!, part);
  }
  network.parameters.zeroGradients();
  for (const values of sums) for (let h = 0; h < horizon; h++) values[h] *= largestSlope;
  return sums;
}

/** Changes of the medians if the sources change from one share to another one after the other. [sources][K] */
function changesBySource(path: NetworkPath, fromShare: number, toShare: number): Float64Array[] {
  const { network, horizon, inputs, actual, neutral } = path;
  const count = inputs.sources.length;
  const points = Array.from({ length: count + 1 }, (_, s) => pointAt(inputs, fromShare).fill(toShare, 0, s));
  const sums = zerosBySource(path);
  for (const part of stepsInParts(horizon, Math.floor(explainedRowsMax / points.length))) {
    const steps = part[1] - part[0];
    const y = network.forward(pathBatch(inputs, actual, neutral, points, part), false);
    const medianOf = (s: number, h: number) =>
      inUnits(y[(s * steps + h - part[0]) * levelCount + medianAt], path);
    for (let h = part[0]; h < part[1]; h++)
      for (const [s, values] of sums.entries()) values[h] = medianOf(s + 1, h) - medianOf(s, h);
  }
  return sums;
}

/** The point of the path with the same share of all sources. */
function pointAt({ sources }: InstantInputs, share: number): PathPoint {
  return new Float64Array(sources.length).fill(share);
}

/** [sources][K] */
function zerosBySource({ inputs, horizon }: NetworkPath): Float64Array[] {
  return inputs.sources.map(() => new Float64Array(horizon));
}

function inputsOf(context: Context, horizon: number): { batch: InputBatch; scaling: Scaling } {
  writer ??= createInputWriter(contextMax);
  const { season } = context;
  const batch = emptyBatch(1, horizon, encoderStepsOf(contextLength(season), season));
  const steps = Float64Array.from({ length: horizon }, (_, h) => h + 1);
  return {
    batch,
    scaling: writer.write(batch, 0, context, Math.max(horizon, leastTrainedHorizon(season)), steps),
  };
}

/** Paths, weights and median at the end of the path. */
function mixtureOf(path: NetworkPath): Pick<NetworkExplanation, 'members' | 'weightedMean' | 'median'> {
  const { context, horizon, actual } = path;
  const zeros = () => new Float64Array(horizon);
  const named = memberNamesOf(context).map((name) => ({ name, weights: zeros(), path: zeros() }));
  const weightedMean = zeros();
  const median = zeros();
  readSteps(path, 1, (h, value, weights) => {
    let sum = 0;
    for (const [i, one] of named.entries()) {
      const member = actual.members[h * memberCount + i];
      one.weights[h] = weights[i];
      one.path[h] = inUnits(member, path);
      sum += weights[i] * member;
    }
    weightedMean[h] = inUnits(sum, path);
    median[h] = inUnits(value, path);
  });
  return { members: named, weightedMean, median };
}

/** A number in scales from the level, in the units of the series. */
function inUnits(value: number, { scaling, context }: Pick<NetworkPath, 'scaling' | 'context'>): number {
  const read = scaling.level + scaling.scale * value;
  return context.isLog ? Math.exp(Math.max(-exponentMax, Math.min(exponentMax, read))) : read;
}

/** Ranges [from, to) of at most `count` of the K steps. */
function stepsInParts(horizon: number, count: number): [number, number][] {
  const parts: [number, number][] = [];
  for (let from = 0; from < horizon; from += count) parts.push([from, Math.min(from + count, horizon)]);
  return parts;
}
