/** The path of integrated gradients (see src/attribution/path.ts) through the inputs of the pre-trained network: from
 *  those of a constant series to those of the series that is explained. */
import type { Floats } from '../../engine/index.ts';
import {
  backtestSize,
  backtestsMax,
  type Context,
  contextLength,
  contextSize,
  contextSource,
  emptyBatch,
  encoderSize,
  encoderStepsMax,
  encoderStepsOf,
  type InputBatch,
  type InputGradients,
  memberCount,
  stepSize,
} from '../pretrained/index.ts';

/** Inputs that belong to no single value or season: numbers about the whole series, errors of the bank in the past,
 *  what is known about the step, and the forecasts of the bank in their weighted mean. */
const groups = ['statistics', 'past_errors', 'step', 'bank'] as const;

/** Source of inputs: the lag of a value or of a season (1 is the last one), or a group. */
export interface InstantSource {
  source: 'lag' | 'season' | (typeof groups)[number];
  lag: number | null;
}

/** One array of a batch as [outer, rows, width]. A row is a series at a step. */
interface InputTable {
  name: keyof InputGradients;
  outer: number;
  width: number;
  /** Whether the inputs differ between the steps of a series. */
  isOfStep: boolean;
  /** Place of the source of an input in the list of sources. */
  sourceOf(outer: number, i: number): number;
}

export interface InstantInputs {
  sources: InstantSource[];
  tables: InputTable[];
}

/** Lags that the network reads one by one: those of the context, and without a season also those of the encoder. */
const contextLags = 16;
/** Largest number of sources. */
export const sourcesMax = contextLags + encoderStepsMax + groups.length;

/** Sources and arrays of the inputs for a series. Seasons and values before its first one have no
 *  source: they are empty. */
export function instantInputs({ z, season }: Context): InstantInputs {
  const encoderSteps = encoderStepsOf(contextLength(season), season);
  const have = encoderStepsOf(z.length, season);
  const lags = Math.min(z.length, season === 1 ? Math.max(contextLags, have) : contextLags);
  const seasons = season === 1 ? 0 : have;
  const sources: InstantSource[] = [
    ...Array.from({ length: lags }, (_, i) => ({ source: 'lag' as const, lag: i + 1 })),
    ...Array.from({ length: seasons }, (_, i) => ({ source: 'season' as const, lag: i + 1 })),
    ...groups.map((source) => ({ source, lag: null })),
  ];
  const placeOf = (group: (typeof groups)[number]) => lags + seasons + groups.indexOf(group);
  const ofLag = (lag: number) => Math.min(lag, lags) - 1;
  const ofSeries = { isOfStep: false, outer: 1 };
  const ofStep = { isOfStep: true, outer: 1 };
  return {
    sources,
    tables: [
      {
        ...ofSeries,
        name: 'encoder',
        outer: encoderSteps,
        width: encoderSize,
        sourceOf: (step) =>
          season === 1 ? ofLag(encoderSteps - step) : lags + Math.min(encoderSteps - step, seasons) - 1,
      },
      {
        ...ofSeries,
        name: 'backtests',
        outer: backtestsMax,
        width: backtestSize,
        sourceOf: () => placeOf('past_errors'),
      },
      {
        ...ofSeries,
        name: 'context',
        width: contextSize,
        sourceOf(_, i) {
          const source = contextSource(i);
          return typeof source === 'number' ? ofLag(source) : placeOf(source);
        },
      },
      { ...ofStep, name: 'steps', width: stepSize, sourceOf: () => placeOf('step') },
      { ...ofStep, name: 'members', width: memberCount, sourceOf: () => placeOf('bank') },
    ],
  };
}

/** A point between the neutral input (0) and the actual one (1): the share of each source. [sources] */
export type PathPoint = Float64Array;

/** Steps `from` … `to` − 1. */
type StepRange = readonly [from: number, to: number];

/** Inputs at points between `neutral` and `actual`, both of one series: a row of one step for each point and each of
 *  the steps `from` … `to` − 1, points first. */
export function pathBatch(
  { tables }: InstantInputs,
  actual: InputBatch,
  neutral: InputBatch,
  points: readonly PathPoint[],
  range: StepRange,
): InputBatch {
  const batch = emptyBatch(points.length * (range[1] - range[0]), 1, actual.encoderSteps);
  for (const table of tables) {
    const { name, outer } = table;
    const arrays = { actual: actual[name], neutral: neutral[name], mixed: batch[name] };
    for (let o = 0; o < outer; o++) mixRows(table, o, arrays, points, range);
  }
  return batch;
}

/** Writes the rows of one outer index of a table: neutral inputs plus the shares of their
 *  distances to the actual ones. */
function mixRows(
  table: InputTable,
  o: number,
  { actual, neutral, mixed }: Record<'actual' | 'neutral' | 'mixed', Floats>,
  points: readonly PathPoint[],
  [from, to]: StepRange,
): void {
  const { width } = table;
  const size = points.length * (to - from);
  for (let row = 0; row < size; row++) {
    const shares = points[Math.floor(row / (to - from))];
    const read = (table.isOfStep ? from + (row % (to - from)) : o) * width;
    const write = (o * size + row) * width;
    for (let i = 0; i < width; i++) {
      const start = neutral[read + i];
      mixed[write + i] = start + shares[table.sourceOf(o, i)] * (actual[read + i] - start);
    }
  }
}

/** Adds to `sums` [sources][K] the distance of each input from neutral times the sum of its gradients over the rows of
 *  a `pathBatch`, in which the weights of the points are included. */
export function addContributions(
  sums: readonly Float64Array[],
  { tables }: InstantInputs,
  actual: InputBatch,
  neutral: InputBatch,
  gradients: InputGradients,
  range: StepRange,
): void {
  for (const table of tables) {
    const { name, outer } = table;
    const arrays = { actual: actual[name], neutral: neutral[name], gradient: gradients[name] };
    for (let o = 0; o < outer; o++) addRows(sums, table, o, arrays, range);
  }
}

/** Adds the contributions of the rows of one outer index of a table. */
function addRows(
  sums: readonly Float64Array[],
  table: InputTable,
  o: number,
  { actual, neutral, gradient }: Record<'actual' | 'neutral' | 'gradient', Floats>,
  [from, to]: StepRange,
): void {
  const { outer, width } = table;
  const size = gradient.length / (outer * width);
  for (let row = 0; row < size; row++) {
    const h = from + (row % (to - from));
    const read = (table.isOfStep ? h : o) * width;
    const at = (o * size + row) * width;
    for (let i = 0; i < width; i++) {
      const distance = actual[read + i] - neutral[read + i];
      if (distance !== 0) sums[table.sourceOf(o, i)][h] += distance * gradient[at + i];
    }
  }
}
