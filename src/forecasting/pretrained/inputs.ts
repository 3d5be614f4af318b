/** Inputs of the pre-trained network. All values are differences from the level of the series over its scale, squashed
 *  by asinh, except the forecasts of the bank, which enter the weighted mean as they are. */
import { exact, squashed } from '../../engine/index.ts';
import { type Bank, createBank } from './bank.ts';
import { seasonsBack } from './bank-seasons.ts';
import { type Context, trainedHorizon } from './context.ts';
import {
  backtestAt,
  backtestSize,
  backtestsMax,
  bins,
  contextAt,
  contextSize,
  encoderAt,
  encoderSize,
  encoderStepsOf,
  errorAt,
  type InputBatch,
  lastValues,
  stepSize,
} from './input-sizes.ts';
import { memberAt, memberCount } from './member-names.ts';
import { type Scaling, scalingOf } from './scaling.ts';
import { writeStatistics } from './series-statistics.ts';
import { featureAt } from './step-features.ts';

/** Limit on forecasts of the bank, in scales from the level. */
const memberLimit = 2_000;
/** Fewest values before the first origin of a backtest. */
const backtestValuesMin = 4;

export interface InputWriter {
  /** Writes the inputs of one series as number `row` of the batch.
   *  @param horizon steps that the caller wants to forecast, which decides the length of the backtests; a shorter one
   *  than those of the training counts as the shortest of them
   *  @param steps steps of this row, each ≥ 1 [K] */
  write(batch: InputBatch, row: number, context: Context, horizon: number, steps: ArrayLike<number>): Scaling;
  /** The same for other steps of a series that the last calls wrote to the same row of
   *  `written`: the rest is copied. */
  writeAgain(
    batch: InputBatch,
    written: InputBatch,
    row: number,
    context: Context,
    horizon: number,
    steps: ArrayLike<number>,
  ): Scaling;
}

/** A series that the features of its steps depend on. */
interface RowInput {
  context: Context;
  /** Steps that the caller wants to forecast, within those of the training. */
  horizon: number;
  /** Steps of a backtest. */
  length: number;
  scaling: Scaling;
}

/** @param valuesMax largest length of a context */
export function createInputWriter(valuesMax: number): InputWriter {
  const bank = createBank(valuesMax);
  let forecasts = new Float64Array(0); // [steps, memberCount]
  let sums = new Float64Array(0); // [steps, 2]
  let actual = new Float64Array(0); // [steps]
  let scoredSteps = new Int32Array(0); // [steps]
  const errors = new Float64Array(2 * memberCount); // sums of sizes, then of errors
  const numbers = Float64Array.of(0, 1, memberLimit);
  const errorNumbers = Float64Array.of(1, memberLimit);
  const meanErrors = new Float64Array(memberCount);

  return {
    write(batch, row, context, horizon, steps) {
      const { z } = context;
      const n = z.length;
      bank.fit(context, n);
      const scaling = scalingOf(context, bank);
      const inputs = batch.context.subarray(row * contextSize, (row + 1) * contextSize);
      inputs.fill(0);
      writeLastValues(inputs, z, bank.adjusted, scaling);
      writeStatistics(inputs.subarray(contextAt.statistics, contextAt.errors), context, bank, scaling);
      writeEncoder(batch, row, context, bank, scaling);
      // The steps need the bank of the last origin, the backtests then fit it elsewhere.
      const wanted = Math.min(horizon, trainedHorizon(context.season));
      const length = backtestLength(n, wanted);
      writeSteps(batch, row, steps, { context, horizon: wanted, length, scaling });
      writeBacktests(batch, row, context, length, scaling, inputs.subarray(contextAt.errors));
      return scaling;
    },
    writeAgain(batch, written, row, context, horizon, steps) {
      bank.fit(context, context.z.length);
      const scaling = scalingOf(context, bank);
      const wanted = Math.min(horizon, trainedHorizon(context.season));
      const length = backtestLength(context.z.length, wanted);
      writeSteps(batch, row, steps, { context, horizon: wanted, length, scaling });
      copyRow(batch.context, written.context, row, contextSize);
      const { size } = batch;
      for (let s = 0; s < batch.encoderSteps; s++)
        copyRow(batch.encoder, written.encoder, s * size + row, encoderSize);
      for (let j = 0; j < backtestsMax; j++)
        copyRow(batch.backtests, written.backtests, j * size + row, backtestSize);
      return scaling;
    },
  };

  function makeRoom(steps: number): void {
    if (actual.length >= steps) return;
    forecasts = new Float64Array(steps * memberCount);
    sums = new Float64Array(2 * steps);
    actual = new Float64Array(steps);
    scoredSteps = new Int32Array(steps);
  }

  function writeSteps(batch: InputBatch, row: number, steps: ArrayLike<number>, input: RowInput): void {
    const rows = batch.stepCount;
    const { scaling } = input;
    makeRoom(rows);
    bank.forecast(forecasts, steps, rows);
    numbers[0] = scaling.level;
    numbers[1] = scaling.scale;
    exact.memberInputs(
      { rows, members: memberCount, inputSize: stepSize, center: memberAt.theta },
      forecasts,
      numbers,
      batch.members.subarray(row * rows * memberCount, (row + 1) * rows * memberCount),
      batch.steps.subarray(row * rows * stepSize, (row + 1) * rows * stepSize),
      sums,
    );
    for (let k = 0; k < rows; k++) {
      const at = (row * rows + k) * stepSize;
      writeFeatures(batch.steps.subarray(at + memberCount, at + stepSize), k, steps[k], input);
    }
  }

  /** @param to features of the step, after the forecasts of the members [featureCount]
   *  @param k place of the step among those of the row */
  function writeFeatures(
    to: Float32Array,
    k: number,
    step: number,
    { context, horizon, length, scaling: { level, scale } }: RowInput,
  ): void {
    const { z, season: m, secondSeason: m2 } = context;
    const n = z.length;
    // Farther steps than those of the training look like the farthest of them.
    const trained = Math.min(step, trainedHorizon(m));
    const theta = forecasts[k * memberCount + memberAt.theta];
    to[featureAt.theta] = squashed((theta - level) / scale);
    const ahead = (step - 1) % m;
    let seasons = 0;
    for (let b = 1; b <= seasonsBack; b++) {
      const t = n - b * m + ahead;
      const isThere = t >= 0 && t < n;
      if (isThere) seasons++;
      to[featureAt.pastSeasons + b - 1] = isThere ? squashed((z[t] - theta) / scale) : 0;
    }
    to[featureAt.hasOneSeason] = seasons >= 1 ? 1 : 0;
    to[featureAt.hasThreeSeasons] = seasons >= 3 ? 1 : 0;
    to[featureAt.seasonShare] = seasons / seasonsBack;
    const second = m2 > 0 ? n - 2 * m2 + ((step - 1) % m2) : -1;
    to[featureAt.secondSeason] = second >= 0 ? squashed((z[second] - theta) / scale) : 0;
    to[featureAt.hasSecondSeason] = second >= 0 ? 1 : 0;
    const mean = sums[2 * k] / memberCount;
    const variance = Math.max(0, sums[2 * k + 1] / memberCount - mean * mean);
    to[featureAt.spread] = Math.log(0.05 + Math.sqrt(variance));
    to[featureAt.seasonalIndex] = squashed(bank.index[(n + step - 1) % m] / scale);
    to[featureAt.logStep] = Math.log(trained);
    to[featureAt.besideHistory] = Math.sqrt(trained / n);
    to[featureAt.besideSeason] = trained / m;
    to[featureAt.besideBacktests] = Math.log(trained / length);
    to[featureAt.besideHorizon] = Math.log(trained / horizon);
    to[featureAt.dozens] = Math.min(4, trained / 12);
    to[featureAt.phase] = ahead / m;
    to[featureAt.isInFirstSeason] = step <= m ? 1 : 0;
    to[featureAt.isNextStep] = step === 1 ? 1 : 0;
    to[featureAt.hasSeason] = m > 1 ? 1 : 0;
  }

  /** Seasons of the series in 12 bins each, the last season in the last step. Steps before the
   *  first value are zeros. */
  function writeEncoder(
    { encoder, encoderSteps, size }: InputBatch,
    row: number,
    { z, observed, season: m }: Context,
    { adjusted }: Bank,
    { level, scale }: Scaling,
  ): void {
    const n = z.length;
    const have = Math.min(encoderSteps, encoderStepsOf(n, m));
    for (let s = 0; s < encoderSteps; s++) {
      const at = (s * size + row) * encoderSize;
      const back = encoderSteps - s;
      if (back > have || n < back * m) {
        encoder.fill(0, at, at + encoderSize);
        continue;
      }
      const from = n - back * m;
      let known = 0;
      for (let b = 0; b < bins; b++) {
        const first = Math.floor((b * m) / bins);
        const end = Math.max(first + 1, Math.floor(((b + 1) * m) / bins));
        let sum = 0;
        let sumAdjusted = 0;
        for (let t = from + first; t < from + end; t++) {
          sum += z[t];
          sumAdjusted += adjusted[t];
          known += observed[t];
        }
        const count = end - first;
        encoder[at + encoderAt.values + b] = squashed((sum / count - level) / scale);
        encoder[at + encoderAt.adjusted + b] = squashed((sumAdjusted / count - level) / scale);
      }
      encoder[at + encoderAt.known] = known / Math.max(m, bins);
    }
  }

  /** Scores the bank from origins in the past, the oldest first. Steps before the first are zeros.
   *  @param summary errors of the context, zeros before the call; see `errorAt` */
  function writeBacktests(
    { backtests, size }: InputBatch,
    row: number,
    context: Context,
    length: number,
    { scale }: Scaling,
    summary: Float32Array,
  ): void {
    const { z, observed, season: m } = context;
    const n = z.length;
    const first = Math.max(backtestValuesMin, Math.min(m + 2, Math.floor(n / 2)));
    const stride = Math.max(1, Math.min(length, Math.floor((n - length - first) / (backtestsMax - 1))));
    meanErrors.fill(0);
    makeRoom(length);
    errorNumbers[0] = scale;
    let scored = 0;
    let worst = 0; // of the best members
    for (let j = 0; j < backtestsMax; j++) {
      const at = (j * size + row) * backtestSize;
      const to = backtests.subarray(at, at + backtestSize);
      to.fill(0);
      const origin = n - length - (backtestsMax - 1 - j) * stride;
      if (origin < first) continue;
      bank.fit(context, origin);
      let count = 0;
      const last = z[origin - 1];
      let change = 0;
      for (let step = 1; step <= length; step++) {
        if (observed[origin + step - 1] === 0) continue;
        scoredSteps[count] = step;
        actual[count] = z[origin + step - 1];
        change += actual[count++] - last;
      }
      if (count === 0) continue;
      bank.forecast(forecasts, scoredSteps, count);
      exact.memberErrors(count, memberCount, forecasts, actual, errorNumbers, errors);
      scored++;
      let best = Number.POSITIVE_INFINITY;
      for (let i = 0; i < memberCount; i++) best = Math.min(best, errors[i] / count);
      for (let i = 0; i < memberCount; i++) {
        const relative = Math.log((0.05 + errors[i] / count) / (0.05 + best));
        to[backtestAt.relative + i] = relative;
        to[backtestAt.bias + i] = squashed(errors[memberCount + i] / count);
        meanErrors[i] += relative;
        summary[errorAt.newest + i] = relative;
      }
      summary[errorAt.bestOfNewest] = Math.log(0.05 + best);
      if (best > worst) worst = best;
      to[backtestAt.best] = Math.log(0.05 + best);
      to[backtestAt.change] = squashed(change / count / scale);
      to[backtestAt.isScored] = 1;
      to[backtestAt.observed] = count / length;
    }
    if (scored === 0) return;
    summary[errorAt.scoredShare] = scored / backtestsMax;
    summary[errorAt.worstOfBest] = Math.log(0.05 + worst);
    for (let i = 0; i < memberCount; i++) summary[errorAt.mean + i] = meanErrors[i] / scored;
  }
}

/** Distances of the last values from the level, with and without the season, the oldest first. Steps before the first
 *  value are zeros.
 *  @param to inputs of the context; those at `lastAdjusted` and `lastValues` are written
 *  @param adjusted values without the season */
function writeLastValues(
  to: Float32Array,
  z: Float64Array,
  adjusted: Float64Array,
  { level, scale }: Scaling,
): void {
  const n = z.length;
  for (let i = 0; i < lastValues; i++) {
    const t = n - lastValues + i;
    to[contextAt.lastAdjusted + i] = t >= 0 ? squashed((adjusted[t] - level) / scale) : 0;
    to[contextAt.lastValues + i] = t >= 0 ? squashed((z[t] - level) / scale) : 0;
  }
}

function copyRow(to: Float32Array, from: Float32Array, row: number, length: number): void {
  to.set(from.subarray(row * length, (row + 1) * length), row * length);
}

/** Steps that a backtest scores: the horizon, at most a third of the values. */
function backtestLength(n: number, horizon: number): number {
  return Math.max(1, Math.min(horizon, Math.floor(n / 3)));
}
