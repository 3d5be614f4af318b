/** Inputs of the pre-trained network. All values are differences from the level of the series over its scale, squashed by
 *  asinh, except the forecasts of the bank, which enter the weighted mean as they are. */
import { type Bank, createBank, memberCount, seasonsBack, thetaAt } from './bank.ts';
import { type Context, trainedHorizon } from './context.ts';

/** Values per season that the encoder reads of the series, and of the series without its season. */
const bins = 12;
export const encoderSize = 2 * bins + 1;
/** Seasons that the encoder reads; values if there is no season. */
export const encoderStepsMax = 32;
/** Origins in the past from which the bank is scored. */
export const backtestsMax = 6;
export const backtestSize = 2 * memberCount + 4;
/** Last values that the network reads one by one. */
const lastValues = 16;
/** Errors of the bank's members at the end of the context: the newest and the mean ones, and three numbers about them. */
const errorCount = 2 * memberCount + 3;
const constantCount = 34 + errorCount;
export const contextSize = 2 * lastValues + constantCount;
/** Place of the logarithm of the scale in the context; 0 there unless logarithms are read. */
export const logScaleAt = 2 * lastValues + 5;
export const stepSize = memberCount + 18 + seasonsBack;
/** Place of the logarithm of the step in its inputs. */
export const logStepAt = memberCount + 16;
/** Limit on forecasts of the bank, in scales from the level. */
const memberLimit = 2_000;
const scaleShareMin = 0.005;
const logScaleMin = 0.002;
/** Fewest values before the first origin of a backtest. */
const backtestValuesMin = 4;

/** Places of the inputs of a batch of B series. K horizon steps. */
export interface InputBatch {
  encoder: Float32Array; // [encoderSteps, B, encoderSize]
  backtests: Float32Array; // [backtestsMax, B, backtestSize]
  context: Float32Array; // [B, contextSize]
  steps: Float32Array; // [B, K, stepSize]
  members: Float32Array; // [B, K, memberCount], in scales from the level
  encoderSteps: number;
  size: number; // B
  stepCount: number; // K
}

/** Level and scale of a series, to bring forecasts back to its units. */
export interface Scaling {
  level: number;
  scale: number;
  /** Mean absolute seasonal difference of the values that are read, in scales: the unit of MASE. */
  unit: number;
}

export interface InputWriter {
  /** Writes the inputs of one series as number `row` of the batch.
   *  @param horizon steps that the caller wants to forecast, which decides the length of the backtests
   *  @param steps steps of this row, each ≥ 1 [K] */
  write(batch: InputBatch, row: number, context: Context, horizon: number, steps: ArrayLike<number>): Scaling;
  /** The same for other steps of a series that the last calls wrote to the same row of `written`: the rest is copied. */
  writeAgain(
    batch: InputBatch,
    written: InputBatch,
    row: number,
    context: Context,
    horizon: number,
    steps: ArrayLike<number>,
  ): Scaling;
}

/** Seasons or values that the encoder reads of a context of this length. */
export function encoderStepsOf(length: number, season: number): number {
  return Math.max(1, Math.min(encoderStepsMax, Math.floor(length / season)));
}

/** Source of input `i` of the context: the lag of a value (1 is the last one), the errors of the bank in the past, or numbers
 *  about the whole series. */
export function contextSource(i: number): number | 'past_errors' | 'statistics' {
  if (i < 2 * lastValues) return lastValues - (i % lastValues);
  return i < contextSize - errorCount ? 'statistics' : 'past_errors';
}

/** A batch of zeros. */
export function emptyBatch(size: number, stepCount: number, encoderSteps: number): InputBatch {
  const lengths = inputLengths(size, stepCount, encoderSteps);
  return {
    encoder: new Float32Array(lengths.encoder),
    backtests: new Float32Array(lengths.backtests),
    context: new Float32Array(lengths.context),
    steps: new Float32Array(lengths.steps),
    members: new Float32Array(lengths.members),
    encoderSteps,
    size,
    stepCount,
  };
}

/** Elements of the arrays of a batch. */
export function inputLengths(size: number, stepCount: number, encoderSteps: number) {
  return {
    encoder: encoderSteps * size * encoderSize,
    backtests: backtestsMax * size * backtestSize,
    context: size * contextSize,
    steps: size * stepCount * stepSize,
    members: size * stepCount * memberCount,
  };
}

/** @param valuesMax largest length of a context */
export function createInputWriter(valuesMax: number): InputWriter {
  const bank = createBank(valuesMax);
  const forecasts = new Float64Array(memberCount);
  const errors = new Float64Array(memberCount);
  const biases = new Float64Array(memberCount);
  const newest = new Float64Array(memberCount + 3);
  const meanErrors = new Float64Array(memberCount);

  return {
    write(batch, row, context, horizon, steps) {
      const { z } = context;
      const n = z.length;
      bank.fit(context, n);
      const scaling = scalingOf(context, bank);
      const constants = batch.context.subarray(row * contextSize, (row + 1) * contextSize);
      constants.fill(0);
      writeConstants(constants, context, bank, scaling);
      writeEncoder(batch, row, context, bank, scaling);
      // The steps need the bank of the last origin, the backtests then fit it elsewhere.
      const length = backtestLength(n, horizon, context.season);
      for (let k = 0; k < batch.stepCount; k++)
        writeStep(batch, row, k, context, steps[k], horizon, length, scaling);
      writeBacktests(batch, row, context, length, scaling, constants.subarray(contextSize - errorCount));
      return scaling;
    },
    writeAgain(batch, written, row, context, horizon, steps) {
      bank.fit(context, context.z.length);
      const scaling = scalingOf(context, bank);
      const length = backtestLength(context.z.length, horizon, context.season);
      for (let k = 0; k < batch.stepCount; k++)
        writeStep(batch, row, k, context, steps[k], horizon, length, scaling);
      copyRow(batch.context, written.context, row, contextSize);
      const { size } = batch;
      for (let s = 0; s < batch.encoderSteps; s++)
        copyRow(batch.encoder, written.encoder, s * size + row, encoderSize);
      for (let j = 0; j < backtestsMax; j++)
        copyRow(batch.backtests, written.backtests, j * size + row, backtestSize);
      return scaling;
    },
  };

  function writeStep(
    batch: InputBatch,
    row: number,
    k: number,
    context: Context,
    step: number,
    horizon: number,
    length: number,
    { level, scale }: Scaling,
  ): void {
    const { z, season: m, secondSeason: m2 } = context;
    const n = z.length;
    // Farther steps than those of the training look like the farthest of them.
    const trained = Math.min(step, trainedHorizon(m));
    const at = row * batch.stepCount + k;
    const members = batch.members.subarray(at * memberCount, (at + 1) * memberCount);
    const to = batch.steps.subarray(at * stepSize, (at + 1) * stepSize);
    bank.forecast(forecasts, step);
    const theta = forecasts[thetaAt];
    let [sum, squares] = [0, 0];
    for (let i = 0; i < memberCount; i++) {
      const member = limited((forecasts[i] - level) / scale);
      members[i] = member;
      to[i] = squashed((forecasts[i] - theta) / scale);
      sum += member;
      squares += member * member;
    }
    let i = memberCount;
    to[i++] = squashed((theta - level) / scale);
    const ahead = (step - 1) % m;
    let seasons = 0;
    for (let b = 1; b <= seasonsBack; b++) {
      const t = n - b * m + ahead;
      const isThere = t >= 0 && t < n;
      if (isThere) seasons++;
      to[i++] = isThere ? squashed((z[t] - theta) / scale) : 0;
    }
    to[i++] = seasons >= 1 ? 1 : 0;
    to[i++] = seasons >= 3 ? 1 : 0;
    to[i++] = seasons / seasonsBack;
    const second = m2 > 0 ? n - 2 * m2 + ((step - 1) % m2) : -1;
    to[i++] = second >= 0 ? squashed((z[second] - theta) / scale) : 0;
    to[i++] = second >= 0 ? 1 : 0;
    const mean = sum / memberCount;
    to[i++] = Math.log(0.05 + Math.sqrt(Math.max(0, squares / memberCount - mean * mean)));
    to[i++] = squashed(bank.index[(n + step - 1) % m] / scale);
    to[logStepAt] = Math.log(trained);
    i++;
    to[i++] = Math.sqrt(trained / n);
    to[i++] = trained / m;
    to[i++] = Math.log(trained / length);
    to[i++] = Math.log(trained / Math.min(horizon, trainedHorizon(m)));
    to[i++] = Math.min(4, trained / 12);
    to[i++] = ahead / m;
    to[i++] = step <= m ? 1 : 0;
    to[i++] = step === 1 ? 1 : 0;
    to[i++] = m > 1 ? 1 : 0;
  }

  /** Seasons of the series in 12 bins each, the last season in the last step. Steps before the first value are zeros. */
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
        let [sum, sumAdjusted] = [0, 0];
        for (let t = from + first; t < from + end; t++) {
          sum += z[t];
          sumAdjusted += adjusted[t];
          known += observed[t];
        }
        const count = end - first;
        encoder[at + b] = squashed((sum / count - level) / scale);
        encoder[at + bins + b] = squashed((sumAdjusted / count - level) / scale);
      }
      encoder[at + 2 * bins] = known / Math.max(m, bins);
    }
  }

  /** Scores the bank from origins in the past, the oldest first. Steps before the first are zeros. `summary` gets the
   *  newest errors, the error of the best member, and the mean errors. [2 · memberCount + 3] */
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
    newest.fill(0);
    let scored = 0;
    let worst = 0; // of the best members
    for (let j = 0; j < backtestsMax; j++) {
      const at = (j * size + row) * backtestSize;
      const to = backtests.subarray(at, at + backtestSize);
      to.fill(0);
      const origin = n - length - (backtestsMax - 1 - j) * stride;
      if (origin < first) continue;
      bank.fit(context, origin);
      errors.fill(0);
      biases.fill(0);
      let count = 0;
      const last = z[origin - 1];
      let change = 0;
      for (let step = 1; step <= length; step++) {
        if (observed[origin + step - 1] === 0) continue;
        bank.forecast(forecasts, step);
        const actual = z[origin + step - 1];
        count++;
        change += actual - last;
        for (let i = 0; i < memberCount; i++) {
          const error = limited((actual - forecasts[i]) / scale);
          errors[i] += Math.abs(error);
          biases[i] += error;
        }
      }
      if (count === 0) continue;
      scored++;
      let best = Number.POSITIVE_INFINITY;
      for (let i = 0; i < memberCount; i++) best = Math.min(best, errors[i] / count);
      for (let i = 0; i < memberCount; i++) {
        const relative = Math.log((0.05 + errors[i] / count) / (0.05 + best));
        to[i] = relative;
        to[memberCount + i] = squashed(biases[i] / count);
        meanErrors[i] += relative;
        newest[i] = relative;
      }
      newest[memberCount] = Math.log(0.05 + best);
      if (best > worst) worst = best;
      to[2 * memberCount] = Math.log(0.05 + best);
      to[2 * memberCount + 1] = squashed(change / count / scale);
      to[2 * memberCount + 2] = 1;
      to[2 * memberCount + 3] = count / length;
    }
    newest[memberCount + 1] = scored / backtestsMax;
    newest[memberCount + 2] = scored === 0 ? 0 : Math.log(0.05 + worst);
    for (let i = 0; i < memberCount + 3; i++) summary[i] = newest[i];
    for (let i = 0; i < memberCount; i++)
      summary[memberCount + 3 + i] = scored === 0 ? 0 : meanErrors[i] / scored;
  }
}

function copyRow(to: Float32Array, from: Float32Array, row: number, length: number): void {
  to.set(from.subarray(row * length, (row + 1) * length), row * length);
}

/** Steps that a backtest scores: the horizon, at most a third of the values. */
function backtestLength(n: number, horizon: number, season: number): number {
  return Math.max(1, Math.min(horizon, trainedHorizon(season), Math.floor(n / 3)));
}

function scalingOf({ z, isLog, season: m }: Context, { adjusted, state }: Bank): Scaling {
  const n = z.length;
  let [changes, seasonal] = [0, 0];
  for (let t = 1; t < n; t++) changes += Math.abs(adjusted[t] - adjusted[t - 1]);
  changes = n > 1 ? changes / (n - 1) : 0;
  const lag = n > m ? m : 1;
  for (let t = lag; t < n; t++) seasonal += Math.abs(z[t] - z[t - lag]);
  seasonal = n > lag ? seasonal / (n - lag) : 0;
  let [mean, squares, largest] = [0, 0, 0];
  for (let t = 0; t < n; t++) {
    mean += z[t] / n;
    largest = Math.max(largest, Math.abs(z[t]));
  }
  for (let t = 0; t < n; t++) squares += (z[t] - mean) ** 2;
  const deviation = Math.sqrt(squares / n);
  const floor = isLog ? logScaleMin : Math.max(1e-6 * largest, Number.MIN_VALUE * 1e20);
  const scale = Math.max(0.5 * changes + 0.5 * seasonal, scaleShareMin * deviation, floor);
  return {
    level: 0.5 * (state.level + adjusted[n - 1]),
    scale,
    unit: Math.max(seasonal / scale, 0.5),
  };
}

/** Numbers about the whole series; the errors of the backtests follow them. */
function writeConstants(
  to: Float32Array,
  { z, observed, isLog, season: m, secondSeason: m2 }: Context,
  bank: Bank,
  { level, scale }: Scaling,
): void {
  const { adjusted, index, state, shrinkage } = bank;
  const n = z.length;
  let i = 0;
  for (let back = lastValues; back >= 1; back--)
    to[i++] = n >= back ? squashed((adjusted[n - back] - level) / scale) : 0;
  for (let back = lastValues; back >= 1; back--)
    to[i++] = n >= back ? squashed((z[n - back] - level) / scale) : 0;
  to[i++] = Math.log(m) / 3;
  to[i++] = Math.log(n) / 3;
  to[i++] = Math.log(n / m) / 3;
  to[i++] = m === 1 ? 1 : 0;
  to[i++] = isLog ? 1 : 0;
  to[logScaleAt] = isLog ? Math.log(scale) / 3 : 0;
  i++;
  to[i++] = m2 > 0 ? 1 : 0;
  to[i++] = shrinkage;
  let size = 0;
  for (let s = 0; s < m; s++) size += Math.abs(index[s]) / m;
  to[i++] = Math.log(0.05 + size / scale);
  to[i++] = state.alpha;
  to[i++] = squashed((10 * state.slope) / scale);
  to[i++] = squashed((10 * state.drift) / scale);
  to[i++] = squashed((4 * state.localSlope) / scale);
  to[i++] = squashed((4 * state.damped.trend) / scale);
  to[i++] = squashed((10 * state.holt.trend) / scale);
  to[i++] = squashed((state.mean - level) / scale);
  to[i++] = squashed((adjusted[n - 1] - state.level) / scale);

  const averages = [0, 0, 0, 0];
  let [absolute, squares, fourth, lagged, seasonLagged, sum] = [0, 0, 0, 0, 0, 0];
  let [zeros, repeats, missing, turns] = [0, 0, 0, 0];
  let before = 0;
  for (let t = 0; t < n; t++) {
    if (observed[t] === 0) missing++;
    else if (isLog ? false : z[t] === 0) zeros++;
    if (t === 0) continue;
    const change = adjusted[t] - adjusted[t - 1];
    const s = Math.abs(change);
    if (z[t] === z[t - 1]) repeats++;
    if (change * before < 0) turns++;
    absolute += s;
    sum += change;
    squares += change * change;
    fourth += change ** 4;
    lagged += change * before;
    if (t > m) seasonLagged += change * (adjusted[t - m] - adjusted[t - m - 1]);
    for (let d = 0; d < decays.length; d++) averages[d] += (1 - decays[d]) * (s - averages[d]);
    before = change;
  }
  const changes = Math.max(1, n - 1);
  absolute /= changes;
  for (let d = 0; d < decays.length; d++) {
    const share = 1 - decays[d] ** changes;
    to[i++] = absolute === 0 ? 0 : Math.log(0.05 + averages[d] / share / absolute);
  }
  to[i++] = squares === 0 ? 0 : Math.log((fourth * changes) / (squares * squares) / 3 + 0.1);
  to[i++] = squares === 0 ? 0 : lagged / squares;
  to[i++] = squares === 0 ? 0 : seasonLagged / squares;
  to[i++] = zeros / n;
  to[i++] = repeats / n;
  to[i++] = missing / n;
  to[i++] = turns / changes;
  // How straight the path is: net change over the length of the path.
  to[i++] = absolute === 0 ? 0 : sum / (absolute * changes);
  to[i++] = Math.log(0.05 + absolute / scale);
  to[i++] = squashed(seasonChange(z, m) / scale);
  to[i++] =
    m2 > 0 && n >= m2 + m ? squashed((meanOf(z, n - m, n) - meanOf(z, n - m2 - m, n - m2)) / scale) : 0;
  const half = Math.min(n >> 1, Math.max(4, 2 * m));
  to[i++] = n >= 4 ? squashed((meanOf(z, n - half, n) - meanOf(z, n - 2 * half, n - half)) / scale) : 0;
  to[i++] = autocorrelation(adjusted, n, state.mean);
}

const decays = [0.8, 0.94, 0.97, 0.985] as const;

/** Mean of the last season less that of the one before. */
function seasonChange(z: Float64Array, m: number): number {
  const n = z.length;
  return n >= 2 * m ? meanOf(z, n - m, n) - meanOf(z, n - 2 * m, n - m) : 0;
}

function autocorrelation(values: Float64Array, n: number, mean: number): number {
  let [product, square] = [0, 0];
  for (let t = 0; t < n; t++) {
    square += (values[t] - mean) ** 2;
    if (t > 0) product += (values[t] - mean) * (values[t - 1] - mean);
  }
  return square === 0 ? 0 : product / square;
}

function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let t = from; t < to; t++) sum += values[t];
  return sum / (to - from);
}

function limited(value: number): number {
  return value < -memberLimit ? -memberLimit : value > memberLimit ? memberLimit : value;
}

/** asinh, faster than Math.asinh. */
function squashed(x: number): number {
  return x < 0 ? -Math.log(-x + Math.sqrt(x * x + 1)) : Math.log(x + Math.sqrt(x * x + 1));
}
