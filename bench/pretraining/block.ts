/** A block: the batches that one stretch of the training reads. It depends only on the seed and its number. */
import { createRng } from '../../src/engine/index.ts';
import {
  contextMax,
  createInputWriter,
  encoderStepsOf,
  type InputBatch,
  inputLengths,
  memberCount,
  readContext,
} from '../../src/forecasting/pretrained/index.ts';
import { type FamilyName, makePool } from './generator/index.ts';

/** Series in a batch, all of one season and horizon. */
export const batchSize = 256;
/** Steps of the horizon that are drawn for each series and use. */
export const stepsPerSeries = 12;
/** Batches that are made of a pool: every series is used twice, with other steps. */
export const usesPerSeries = 2;
/** Targets are limited to this many scales from the level. */
const targetLimit = 60;

/** A batch with its targets, in shared memory. */
export interface TrainingBatch extends InputBatch {
  season: number;
  targets: Float32Array; // [B, K], NaN is missing
  /** Unit of the loss by series: mean absolute seasonal difference, in scales. [B] */
  units: Float32Array;
}

export interface BlockOptions {
  seed: number;
  /** Pools of a block. */
  pools: number;
  without?: readonly FamilyName[];
  season?: number;
}

const writer = createInputWriter(contextMax);

/** Batches of block number `index`, in a mixed order. */
export function makeBlock(index: number, { seed, pools, without, season }: BlockOptions): TrainingBatch[] {
  const batches: TrainingBatch[] = [];
  for (let p = 0; p < pools; p++) batches.push(...batchesOf(index * pools + p, seed, without, season));
  createRng(seed * 7_919 + index).shuffle(batches);
  return batches;
}

function batchesOf(
  index: number,
  seed: number,
  without?: readonly FamilyName[],
  onlySeason?: number,
): TrainingBatch[] {
  const { season, horizon, series } = makePool(seed, index, batchSize, { without, season: onlySeason });
  const rng = createRng(seed * 104_729 + index);
  const contexts = series.map(({ values, historyLength }) =>
    readContext(values.subarray(0, historyLength), season),
  );
  const encoderSteps = Math.max(...contexts.map(({ z }) => encoderStepsOf(z.length, season)));
  const made = Array.from({ length: usesPerSeries }, () => emptyBatch(season, encoderSteps));
  const steps = new Float64Array(stepsPerSeries * usesPerSeries);
  for (const [row, context] of contexts.entries()) {
    drawSteps(steps, horizon, rng);
    const { values, historyLength } = series[row];
    for (const [use, batch] of made.entries()) {
      const own = steps.subarray(use * stepsPerSeries, (use + 1) * stepsPerSeries);
      // Backtests and encoder do not depend on the steps: they are written once.
      const scaling =
        use === 0
          ? writer.write(batch, row, context, horizon, own)
          : writer.writeAgain(batch, made[0], row, context, horizon, own);
      batch.units[row] = scaling.unit;
      for (let k = 0; k < stepsPerSeries; k++) {
        const y = values[historyLength + own[k] - 1];
        const z = context.isLog ? Math.log(Math.max(y, Number.MIN_VALUE)) : y;
        const scaled = (z - scaling.level) / scaling.scale;
        batch.targets[row * stepsPerSeries + k] = Math.max(-targetLimit, Math.min(targetLimit, scaled));
      }
    }
  }
  return made;
}

/** Draws steps without repetition as far as the horizon allows, in a random order. */
function drawSteps(to: Float64Array, horizon: number, rng: ReturnType<typeof createRng>): void {
  for (let from = 0; from < to.length; from += horizon) {
    const order = Array.from({ length: horizon }, (_, h) => h + 1);
    rng.shuffle(order);
    for (let i = from; i < Math.min(to.length, from + horizon); i++) to[i] = order[i - from];
  }
}

function emptyBatch(season: number, encoderSteps: number): TrainingBatch {
  const lengths = inputLengths(batchSize, stepsPerSeries, encoderSteps);
  const rows = batchSize * stepsPerSeries;
  const memory = new Float32Array(
    new SharedArrayBuffer(
      4 * (Object.values(lengths).reduce((sum, length) => sum + length, 0) + rows + batchSize),
    ),
  );
  let at = 0;
  const take = (length: number) => {
    at += length;
    return memory.subarray(at - length, at);
  };
  return {
    season,
    size: batchSize,
    stepCount: stepsPerSeries,
    encoderSteps,
    encoder: take(lengths.encoder),
    backtests: take(lengths.backtests),
    context: take(lengths.context),
    steps: take(lengths.steps),
    members: take(rows * memberCount),
    targets: take(rows),
    units: take(batchSize),
  };
}
