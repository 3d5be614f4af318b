/** Covariates as inputs of a network. B windows, C context, K horizon, P past, F known-future, S numbers of the
 *  static covariates.
 *
 *  - Past, for each observation of the context: (x − mean)/deviation of the context, and whether it is
 *    observed.
 *  - Known-future, for each observation and for each step of the horizon: the same, but with scales that are
 *    learnt on the part to fit, because a context may have no promotion at all.
 *  - Differences, for each step of the horizon: how far a known-future covariate is from its value on the base
 *    path, and how far its usual value is from there. A learnt weight of each difference moves all quantiles of
 *    the step. The first difference is repeated once for each number of the static covariates, multiplied by
 *    it, so that an effect may differ by region.
 *  - Static, once for each recurrent step.
 *
 *  A missing value is 0 and marked as missing; nothing is filled in. */
import { type CovariateEncoding, type Covariates, futureColumns } from '../../contracts/schemas/index.ts';
import { bounded } from '../statistics/index.ts';
import { timeFeatureScales } from './time-features.ts';

/** Covariates of one series, in the order of the names in the spec and in their own units. NaN is missing. */
export interface SeriesCovariates {
  /** Used before the origin only. [P][T] */
  past: readonly Float64Array[];
  /** Used up to the last step of the forecast, with the time features last; may be longer than the target.
   *  [F][≥ T] */
  future: readonly Float64Array[];
  /** Null if the series does not have the attribute. [S] */
  static: readonly (string | number | boolean | null)[];
}

/** Number of inputs that covariates add to those of a family. */
export interface ExogenousInputs {
  past: number; // P
  future: number; // F
  /** For each observation, and for each recurrent step of the encoder. */
  observation: number; // 2 · (P + F)
  constants: number; // S
  /** For each step of the horizon in the decoder, with the differences first. */
  skips: number; // F · (2 + S), or 2 · F where S is large
  steps: number; // the skips and 2 · F
}

/** With more numbers of static attributes they are not multiplied with the differences. */
const crossedMax = 16;

export function exogenousInputs(encoding: CovariateEncoding | null | undefined): ExogenousInputs {
  const past = encoding?.past ?? 0;
  const future = encoding?.future.length ?? 0;
  const constants = (encoding?.static ?? []).reduce((sum, { classes }) => sum + (classes?.length ?? 2), 0);
  const skips = future * (2 + (constants > crossedMax ? 0 : constants));
  return {
    past,
    future,
    observation: 2 * (past + future),
    constants,
    skips,
    steps: skips + 2 * future,
  };
}

/** Positions of the inputs of covariates in a window, and the path that they are compared with. */
export interface ExogenousPlace {
  context: number; // C
  horizon: number; // K
  season: number; // m; 1 where there is none
  /** Seasons back whose mean is the base path; empty if the base path is the last value or a path through the
   *  context. */
  baseSeasons: readonly number[];
  /** Whether the base path is the last value. If it is not, and `baseSeasons` is empty, it is a path through
   *  the context. */
  isLastValue: boolean;
  group: number;
  recurrentSteps: number; // T
  inputSize: number; // I
  stepInputs: number;
  skips: number;
  /** First input of the covariates in a recurrent step, and in a step of the horizon. */
  encoderAt: number;
  decoderAt: number;
}

/** Covariates of one series with their scales, ready to be written into windows. */
export interface Exogenous {
  past: readonly Float64Array[]; // [P][≥ T]
  future: readonly Float64Array[]; // [F][≥ T]
  scales: CovariateEncoding['future']; // [F]
  constants: Float32Array; // [S]
}

/** Largest scaled value and difference; larger ones are cut. */
const valueMax = 100;
const differenceMax = 10;

export function writeExogenous(
  { inputs, stepInputs, size }: { inputs: Float32Array; stepInputs: Float32Array; size: number },
  b: number,
  { past, future, scales, constants }: Exogenous,
  origin: number,
  place: ExogenousPlace,
): void {
  const { context, horizon, group, inputSize, encoderAt, decoderAt } = place;
  const columns = past.length + future.length;
  const observation = 2 * columns;
  const skipsEach = future.length === 0 ? 0 : place.skips / future.length;
  const first = Math.max(0, origin - context);
  for (let i = 0; i < columns; i++) {
    const isPast = i < past.length;
    const column = isPast ? past[i] : future[i - past.length];
    const scale = isPast
      ? momentsOf(column, first, origin)
      : scaleAt(scales[i - past.length], column, first, origin);
    for (let t = first; t < origin; t++) {
      if (Number.isNaN(column[t])) continue;
      const position = t - origin + context;
      const at =
        (Math.floor(position / group) * size + b) * inputSize +
        encoderAt +
        (position % group) * observation +
        2 * i;
      inputs[at] = Math.asinh(bounded((column[t] - scale.center) / scale.unit, valueMax));
      inputs[at + 1] = 1;
    }
    if (isPast) continue;
    const f = i - past.length;
    const { center } = place.baseSeasons.length > 0 ? scale : momentsOf(column, first, origin);
    for (let h = 0; h < horizon; h++) {
      const value = origin + h < column.length ? column[origin + h] : Number.NaN;
      if (Number.isNaN(value)) continue;
      const row = (b * horizon + h) * place.stepInputs + decoderAt;
      const { reference, usual } = referenceAt(column, first, origin, h, center, place);
      if (!Number.isNaN(reference)) {
        const skip = row + f * skipsEach;
        const difference = bounded((value - reference) / scale.unit, differenceMax);
        stepInputs[skip] = difference;
        if (!Number.isNaN(usual))
          stepInputs[skip + 1] = bounded((usual - reference) / scale.unit, differenceMax);
        for (let s = 2; s < skipsEach; s++) stepInputs[skip + s] = difference * constants[s - 2];
      }
      const own = row + place.skips + 2 * f;
      stepInputs[own] = Math.asinh(bounded((value - scale.center) / scale.unit, valueMax));
      stepInputs[own + 1] = 1;
    }
  }
  if (constants.length === 0) return;
  for (let step = 0; step < place.recurrentSteps; step++)
    inputs.set(constants, (step * size + b) * inputSize + encoderAt + group * observation);
}

/** Value of a covariate on the base path of step `h`, and its usual value; NaN if unknown.
 *  @param center mean of the covariate over the context */
function referenceAt(
  column: Float64Array,
  first: number,
  origin: number,
  h: number,
  center: number,
  { season, baseSeasons, isLastValue }: ExogenousPlace,
): { reference: number; usual: number } {
  if (baseSeasons.length > 0) {
    const phase = origin - season + (h % season);
    let usual = 0;
    let count = 0;
    for (let t = phase; t >= first; t -= season) {
      if (Number.isNaN(column[t])) continue;
      usual += column[t];
      count++;
    }
    let sum = 0;
    let known = 0;
    for (const back of baseSeasons) {
      const t = phase - (back - 1) * season;
      if (t < first || Number.isNaN(column[t])) continue;
      sum += column[t];
      known++;
    }
    return { reference: sum / known, usual: usual / count };
  }
  const last = origin > first ? column[origin - 1] : Number.NaN;
  return isLastValue ? { reference: last, usual: center } : { reference: center, usual: last };
}

/** Mean and standard deviation of the observed values; the mean is NaN without any. `unit` is the
 *  deviation, limited from below. */
function momentsOf(
  column: Float64Array,
  from: number,
  to: number,
): { center: number; deviation: number; unit: number } {
  let sum = 0;
  let count = 0;
  for (let t = from; t < to; t++) {
    if (Number.isNaN(column[t])) continue;
    sum += column[t];
    count++;
  }
  const center = count === 0 ? Number.NaN : sum / count;
  let squares = 0;
  for (let t = from; t < to; t++) if (!Number.isNaN(column[t])) squares += (column[t] - center) ** 2;
  const deviation = Math.sqrt(squares / Math.max(1, count));
  return { center, deviation, unit: atLeast(deviation, center) };
}

/** Center and unit of a covariate in a window. If its level differs from series to series, that of the context
 *  counts. */
function scaleAt(
  { center, scale, is_relative }: CovariateEncoding['future'][number],
  column: Float64Array,
  from: number,
  to: number,
): { center: number; unit: number } {
  if (!is_relative) return { center, unit: scale };
  const own = momentsOf(column, from, to).center;
  if (Number.isNaN(own)) return { center, unit: atLeast(scale * Math.abs(center), center) };
  return { center: own, unit: atLeast(scale * Math.abs(own), own) };
}

/** Share of a level that rounding errors do not reach. */
const tiny = 1e-9;

/** Limits a scale from below, so that rounding errors do not count. The limit has the unit of the level; only
 *  zeros have a fixed one. */
function atLeast(scale: number, level: number): number {
  return Math.max(scale, tiny * Math.abs(level)) || tiny;
}

/** Covariates of a series as a model scales them; undefined if the model has none. */
export function exogenousOf(
  { past, future, static: attributes }: SeriesCovariates,
  encoding: CovariateEncoding | null | undefined,
): Exogenous | undefined {
  if (!encoding) return undefined;
  const constants = encoding.static.flatMap(({ classes, center, scale }, i) => {
    const value = attributes[i] ?? null;
    if (classes === null) {
      const number = typeof value === 'number' ? (value - center) / scale : Number.NaN;
      return Number.isNaN(number) ? [0, 0] : [Math.asinh(bounded(number, valueMax)), 1];
    }
    const known = value === null ? -1 : classes.indexOf(String(value));
    // A class that training did not see is spread evenly over the known ones.
    return classes.map((_, c) => (known < 0 ? 1 / classes.length : c === known ? 1 : 0));
  });
  return { past, future, scales: encoding.future, constants: Float32Array.from(constants) };
}

/** The same series without its first `first` observations. */
export function exogenousFrom(exogenous: Exogenous, first: number): Exogenous {
  const cutAt = (column: Float64Array) => column.subarray(first);
  return { ...exogenous, past: exogenous.past.map(cutAt), future: exogenous.future.map(cutAt) };
}

/** Most classes of a static attribute that have an input of their own; the most frequent ones do. */
const classesMax = 64;
/** If the levels of the series differ by this multiple of their own movement, each series is measured by its
 *  own level. */
const relativeRatio = 3;

/** Scales and classes of the covariates, learnt from the observations before `end` in each series. Null without
 *  covariates. */
export function encodingOf(
  series: readonly { covariates: SeriesCovariates; end: number }[],
  names: Covariates | null | undefined,
): CovariateEncoding | null {
  if (!names || names.past.length + futureColumns(names).length + names.static.length === 0) return null;
  return {
    past: names.past.length,
    future: [
      ...names.future.map((_, f) =>
        scaleOf(series.map(({ covariates, end }) => covariates.future[f].subarray(0, end))),
      ),
      ...timeFeatureScales(names.time_features ?? []),
    ],
    static: names.static.map((_, s) =>
      attributeOf(series.map(({ covariates }) => covariates.static[s] ?? null)),
    ),
  };
}

function scaleOf(columns: readonly Float64Array[]): CovariateEncoding['future'][number] {
  const moments = columns
    .map((column) => momentsOf(column, 0, column.length))
    .filter(({ center }) => !Number.isNaN(center));
  const rootMeanSquare = (numbers: number[]) =>
    Math.sqrt(numbers.reduce((sum, x) => sum + x * x, 0) / Math.max(1, numbers.length));
  const center = moments.reduce((sum, one) => sum + one.center, 0) / Math.max(1, moments.length);
  const size = rootMeanSquare(moments.map((one) => one.center));
  const within = rootMeanSquare(moments.map(({ deviation }) => deviation));
  const between = rootMeanSquare(moments.map((one) => one.center - center));
  const moving = moments.filter(({ center }) => center !== 0);
  const relative = rootMeanSquare(moving.map(({ center, deviation }) => deviation / Math.abs(center)));
  if (between > relativeRatio * within && relative > tiny && moving.length === moments.length)
    return { center, scale: relative, is_relative: true };
  const scale = within > tiny * size ? within : between;
  return { center, scale: scale > tiny * size ? scale : 1, is_relative: false };
}

function attributeOf(
  values: readonly (string | number | boolean | null)[],
): CovariateEncoding['static'][number] {
  const known = values.filter((value) => value !== null);
  if (known.length > 0 && known.every((value) => typeof value === 'number')) {
    const { center, unit } = momentsOf(Float64Array.from(known), 0, known.length);
    return { classes: null, center, scale: unit };
  }
  const counts = new Map<string, number>();
  for (const value of known) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const classes = [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, classesMax)
    .map(([name]) => name)
    .sort();
  return { classes, center: 0, scale: 1 };
}
