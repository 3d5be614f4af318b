import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import type { Floats } from '../../primitives/floats.ts';
import { sourcesDigest } from './sources.ts';

/** Handle of a C object: an instruction set with its threads. */
export type Engine = object & { readonly engine: unique symbol };

type Shape = [cell: number, steps: number, batch: number, inputSize: number, hiddenSize: number];
type Weights = [weightIh: Floats, weightHh: Floats, biasIh: Floats, biasHh: Floats];

type LevelSizes = [
  rows: number,
  horizon: number,
  quantiles: number,
  stepInputs: number,
  skips: number,
  skipAt: number,
];

/** Exports of source/binding/module.c. Each call checks every array against the shape.
 *  @throws RangeError, each of them, if an array is not of the right type or is too short. */
export interface Addon {
  instructionSets(): string[];
  create(instructionSet: number, threads: number): Engine;
  allocate(floats: number): ArrayBuffer;
  /** Gives free pages back to the system, whichever threads of the process freed them. */
  returnFreePages(): void;
  /** Asks for a time slice of this thread and of those that it starts from now on. Returns the time slice in
   *  milliseconds that this thread has now; 0: the system takes no requests. */
  requestTimeSlice(ms: number): number;
  /** Floats that a layer needs as packed weights, tape or scratch. `memory`: `LayerMemory` of
   *  source/binding/layers.c. */
  lengths(engine: Engine, ...args: [...Shape, memory: number]): number;
  pack(engine: Engine, ...args: [...Shape, ...Weights, packed: Floats]): void;
  forward(
    engine: Engine,
    ...args: [...Shape, packed: Floats, x: Floats, h: Floats, c: Floats, tape: Floats | null, scratch: Floats]
  ): void;
  backward(
    engine: Engine,
    ...args: [
      ...Shape,
      ...Weights,
      ...Weights,
      x: Floats,
      h: Floats,
      c: Floats,
      tape: Floats,
      scratch: Floats,
      dOutput: Floats | null,
      dH: Floats,
      dC: Floats,
      dx: Floats | null,
    ]
  ): void;
  gemm(
    engine: Engine,
    transposeA: number,
    transposeB: number,
    m: number,
    n: number,
    k: number,
    a: Floats,
    b: Floats,
    accumulate: number,
    c: Floats,
  ): void;
  /** y [rows, out] = x [rows, in] · op(weight) + bias. */
  linear(
    engine: Engine,
    transposeWeight: number,
    rows: number,
    outputSize: number,
    inputSize: number,
    x: Floats,
    weight: Floats,
    bias: Floats,
    y: Floats,
  ): void;
  /** y = x · sigmoid(x), for all elements of `y`. */
  silu(engine: Engine, y: Floats, x: Floats): void;
  siluBackward(engine: Engine, dx: Floats, x: Floats, dy: Floats): void;
  outerSum(
    engine: Engine,
    n: number,
    r: number,
    columns: number,
    to: Floats,
    rows: Floats,
    shifts: Floats,
  ): void;
  /** Adds to both gradients; null: not computed. */
  outerSumBackward(
    engine: Engine,
    n: number,
    r: number,
    columns: number,
    dRows: Floats | null,
    dShifts: Floats | null,
    d: Floats,
  ): void;
  pinball(
    engine: Engine,
    rows: number,
    levels: number,
    dYHat: Floats,
    yHat: Floats,
    y: Floats,
    mask: Uint8Array | null,
    quantiles: Float64Array,
    weights: Float64Array,
    lossOut: Float64Array, // [1]
  ): void;
  crossEntropy(
    engine: Engine,
    rows: number,
    symbolCount: number,
    dLogits: Floats | null,
    logits: Floats,
    symbols: Uint32Array,
    mask: Uint8Array | null,
    sums: Float64Array,
    gaps: Float64Array,
    tops: Uint32Array | null,
  ): void;
  seasonalMoments(
    engine: Engine,
    from: number,
    to: number,
    season: number,
    values: Float64Array,
    moments: Float64Array,
  ): void;
  seasonalWindow(
    engine: Engine,
    b: number,
    size: number,
    from: number,
    to: number,
    context: number,
    season: number,
    group: number,
    inputSize: number,
    horizon: number,
    stepInputCount: number,
    lags: number,
    baseSeasons: number,
    numbers: Float64Array,
    values: Float64Array,
    inputs: Float32Array,
    stepInputs: Float32Array,
    base: Float64Array,
    unit: Float64Array,
  ): void;
  levelSums(
    engine: Engine,
    ...args: [
      ...LevelSizes,
      y: Floats,
      q: Floats,
      start: Float64Array,
      moves: Floats,
      skip: Floats,
      stepInputs: Floats,
    ]
  ): void;
  levelSumsBackward(
    engine: Engine,
    ...args: [...LevelSizes, dOffset: Floats, dMoves: Floats, dSkip: Floats, d: Floats, stepInputs: Floats]
  ): void;
  empiricalQuantiles(
    engine: Engine,
    n: number,
    count: number,
    ...arrays: [sample: Float64Array, p: Float64Array, work: Float64Array, to: Float64Array]
  ): void;
  lagQuantiles(
    engine: Engine,
    n: number,
    lag: number,
    change: number,
    count: number,
    ...arrays: [values: Float64Array, p: Float64Array, work: Float64Array, to: Float64Array]
  ): void;
  windowLosses(
    engine: Engine,
    windows: number,
    steps: number,
    levelCount: number,
    median: number,
    mixed: Float64Array,
    actual: Float64Array,
    units: Float64Array,
    levels: Float64Array,
    losses: Float64Array,
  ): void;
  meanLosses(
    engine: Engine,
    windows: number,
    steps: number,
    levelCount: number,
    median: number,
    count: number,
    sums: Float64Array,
    added: Float64Array,
    offsets: Int32Array,
    ...arrays: [actual: Float64Array, units: Float64Array, levels: Float64Array, losses: Float64Array]
  ): void;
  blockSums(
    engine: Engine,
    series: number,
    replicates: number,
    blocks: number,
    block: number,
    longest: number,
    pairs: Float64Array,
    offsets: Int32Array,
    starts: Int32Array,
    drawn: Int32Array,
    sums: Float64Array,
  ): void;
  /** For all elements of `to`. `numbers` [3]: bound, first, second. */
  choose(engine: Engine, state: Uint32Array, to: Float32Array, numbers: Float64Array): void;
  /** For all elements of `y`. */
  multiply(engine: Engine, y: Float32Array, x: Float32Array, factor: Float32Array): void;
  smoothLevels(
    engine: Engine,
    from: number,
    to: number,
    values: Float64Array,
    lanes: number,
    ...arrays: [alphas: Float64Array, start: Float64Array, states: Float64Array]
  ): void;
  smoothTrends(
    engine: Engine,
    from: number,
    to: number,
    values: Float64Array,
    lanes: number,
    ...arrays: [parameters: Float64Array, start: Float64Array, states: Float64Array]
  ): void;
  /** `numbers` [5]: least and largest alpha, least and largest phi, tolerance. */
  searchEts(
    engine: Engine,
    isRelative: number,
    trend: number,
    season: number,
    seasonLength: number,
    searches: number,
    evaluationsMax: number,
    numbers: Float64Array,
    values: Float64Array,
    histories: Int32Array,
    ...arrays: [
      seasons: Float64Array,
      points: Float64Array,
      steps: Float64Array,
      costs: Float64Array,
      work: Float64Array,
    ]
  ): void;
  seasonDistances(
    engine: Engine,
    n: number,
    season: number,
    length: number,
    candidates: number,
    ...arrays: [z: Float64Array, levels: Float64Array, distances: Float64Array]
  ): void;
  weekShape(
    engine: Engine,
    n: number,
    season: number,
    days: number,
    components: number,
    iterations: number,
    ...arrays: [z: Float64Array, work: Float64Array, week: Float64Array, sums: Float64Array]
  ): void;
  memberInputs(
    engine: Engine,
    rows: number,
    memberCount: number,
    inputSize: number,
    center: number,
    forecasts: Float64Array,
    numbers: Float64Array,
    members: Float32Array,
    inputs: Float32Array,
    sums: Float64Array,
  ): void;
  memberErrors(
    engine: Engine,
    rows: number,
    memberCount: number,
    forecasts: Float64Array,
    actual: Float64Array,
    numbers: Float64Array,
    sums: Float64Array,
  ): void;
  /** `numbers` [1]: the maximum norm on entry, the norm before clipping on return. */
  clip(engine: Engine, gradients: Floats, numbers: Float64Array): void;
  /** `numbers` [6]: step, learningRate, beta1, beta2, epsilon, weightDecay. */
  adamw(engine: Engine, values: Floats, gradients: Floats, m: Floats, v: Floats, numbers: Float64Array): void;
}

const builtFile = fileURLToPath(new URL('../../../../build/gatecast.node', import.meta.url));

/** Loads the addon. Null if scripts/build-native.ts found no compiler, or if the file was built for another machine or
 *  from other sources, such as those before an update. */
export function loadAddon(file = builtFile): Addon | null {
  if (!existsSync(file)) return null;
  if (!isOfTheseSources(`${file}.json`)) {
    const message = `${file} was built from other sources, so the slower WebAssembly kernel is used. Run: npm run build:native`;
    if (isMainThread) process.emitWarning(message);
    return null;
  }
  try {
    return createRequire(import.meta.url)(file) as Addon;
  } catch {
    return null; // built for another machine
  }
}

/** @param record of the build; a build without a record that can be read counts as one of other sources */
function isOfTheseSources(record: string): boolean {
  const installed = sourcesDigest();
  if (installed === null) return true;
  try {
    return JSON.parse(readFileSync(record, 'utf8')).sources === installed;
  } catch {
    return false; // a build before there were records, or a record that was cut off
  }
}
