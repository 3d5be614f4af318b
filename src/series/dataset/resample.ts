import type { AggregateName, Aggregates, Resampling, SeriesData } from '../../contracts/schemas/index.ts';
import { formatTime, isWritable, type TimeKind, wallToInstant } from '../../contracts/values/index.ts';
import {
  acceptedSteps,
  dayFrom,
  dayMs,
  dayOf,
  followsClock,
  isStepOf,
  monthOf,
  parseStep,
  type Step,
  wallOf,
} from '../calendar/index.ts';
import { listed, quoted, refuse } from '../faults/index.ts';

/** Whether rows with one time of a series are events, which an aggregate makes one number of. */
export function aggregatesRepeats({ resample, aggregate }: Partial<Resampling>): boolean {
  return resample !== undefined && aggregate !== undefined;
}

/** Resamples series to a coarser step: one observation per period that has any, at the start of the period. Missing
 *  numbers are ignored. A period without any number is missing. Date-times by days or months become dates.
 *  @param path path of the step in the request. @throws AppError request_invalid */
export function resample(
  series: SeriesData[],
  timeKind: TimeKind,
  timeZone: string | null,
  { resample: text, aggregate }: Resampling,
  path: string,
  target: string,
): { series: SeriesData[]; timeKind: TimeKind; step: Step } {
  const step = parseStep(text);
  if (step === null || !isStepOf(step, timeKind)) {
    return refuse('request_invalid', {
      path,
      message: `${JSON.stringify(text)} is not a step of these times`,
      accepted: acceptedSteps[timeKind],
    });
  }
  const aggregateOf = aggregatesBy(aggregate, series, target, path.replace('resample', 'aggregate'));
  const startOf = periodStart(step, timeKind === 'instant' ? timeZone : null);
  const coarseKind = timeKind === 'instant' && step.unit !== 'ms' ? 'date' : timeKind;
  const coarse = series.map((one) =>
    aggregated(one, startOf, (column) => aggregates[aggregateOf(one.id, column)]),
  );
  // A period begins before its first observation.
  const early = coarse.findIndex(({ times }) => times.length > 0 && !isWritable(times[0], coarseKind));
  if (early >= 0)
    refuse('request_invalid', {
      path,
      series_id: series[early].id,
      message: `the period of ${text} with the time ${formatTime(series[early].times[0], timeKind, timeZone)} begins ${timeKind === 'integer' ? 'below the least integer that is accepted' : 'before the year 0001'}`,
      accepted: `a shorter step, or times from ${timeKind === 'integer' ? 'one step above -2^53 on' : 'one step after the beginning of the year 0001 on'}`,
    });
  return { series: coarse, timeKind: coarseKind, step };
}

type Aggregate = (numbers: Float64Array) => number;

/** Aggregates the numbers of a period; there is at least one. */
const aggregates: Record<AggregateName, Aggregate> = {
  first: (numbers) => numbers[0],
  last: (numbers) => numbers[numbers.length - 1],
  sum: (numbers) => numbers.reduce((sum, value) => sum + value, 0),
  mean: (numbers) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length,
  median(numbers) {
    const sorted = numbers.toSorted();
    return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
  },
  min: (numbers) => numbers.reduce((a, b) => Math.min(a, b)),
  max: (numbers) => numbers.reduce((a, b) => Math.max(a, b)),
};

/** Aggregates of the columns of a table of prices. */
const ofPrices = new Map<string, AggregateName>([
  ['open', 'first'],
  ['high', 'max'],
  ['low', 'min'],
  ['volume', 'sum'],
]);

/** Returns a function that gives the aggregate of a column; null is the target.
 *  @param path path of the aggregates in the request. @throws AppError request_invalid where they name no column */
function aggregatesBy(
  given: Aggregates = {},
  series: SeriesData[],
  target: string,
  path: string,
): (id: string, column: string | null) => AggregateName {
  if (typeof given === 'string') return () => given;
  const named = new Map(Object.entries(given).map(([name, aggregate]) => [name.toLowerCase(), aggregate]));
  // In the wide layout the columns are the series.
  const columns = [...new Set([target, ...Object.keys(series[0].covariates), ...series.map(({ id }) => id)])];
  const known = new Set(['*', ...columns.map((name) => name.toLowerCase())]);
  const unknown = Object.keys(given).find((name) => !known.has(name.toLowerCase()));
  if (unknown !== undefined)
    return refuse('request_invalid', {
      path,
      message: `the data have no column ${quoted(unknown)}`,
      accepted: `names of columns, such as ${listed(columns)}`,
    });
  const keys = new Set(columns.map((name) => name.toLowerCase()));
  const arePrices = keys.has('high') && keys.has('low');
  return (id, column) => {
    const names = column === null ? [target, id] : [column];
    const keysOf = names.map((name) => name.toLowerCase());
    const stated = keysOf.map((key) => named.get(key)).find((aggregate) => aggregate !== undefined);
    const usual = arePrices ? ofPrices.get(keysOf[0]) : undefined;
    return stated ?? usual ?? named.get('*') ?? 'last';
  };
}

function aggregated(
  { id, times, values, covariates, static: attributes }: SeriesData,
  startOf: (time: number) => number,
  aggregateOf: (column: string | null) => Aggregate,
): SeriesData {
  const starts: number[] = [];
  const bounds: number[] = [];
  for (let i = 0; i < times.length; i++) {
    const start = startOf(times[i]);
    if (start === starts.at(-1)) continue;
    starts.push(start);
    bounds.push(i);
  }
  bounds.push(times.length);
  const column = (numbers: Float64Array, aggregate: Aggregate) =>
    Float64Array.from(starts, (_, p) => {
      const there = numbers.subarray(bounds[p], bounds[p + 1]).filter((value) => !Number.isNaN(value));
      return there.length === 0 ? Number.NaN : aggregate(there);
    });
  return {
    id,
    times: Float64Array.from(starts),
    values: column(values, aggregateOf(null)),
    covariates: Object.fromEntries(
      Object.entries(covariates).map(([name, numbers]) => [name, column(numbers, aggregateOf(name))]),
    ),
    static: attributes,
  };
}

/** Returns the start of the period of a time. For steps of days and months it is a date at UTC midnight. */
export function periodStart(step: Step, zone: string | null): (time: number) => number {
  const { unit, count } = step;
  const wall = (time: number) => wallOf(time, zone);
  switch (unit) {
    case 'index':
      return (time) => time - remainder(time, count);
    case 'ms':
      if (zone === null || !followsClock(count)) return (time) => time - remainder(wall(time), count);
      return (time) => wallToInstant(wall(time) - remainder(wall(time), count), zone);
    case 'day':
      // Weeks start on Monday; day 0 was a Thursday.
      return (time) => {
        const day = dayOf(wall(time));
        return (day - remainder(count % 7 === 0 ? day + 3 : day, count)) * dayMs;
      };
    case 'month':
      return (time) => {
        const month = monthOf(dayOf(wall(time)));
        const first = month - remainder(month, count);
        return dayFrom(Math.floor(first / 12), (first % 12) + 1, 1) * dayMs;
      };
  }
}

function remainder(value: number, of: number): number {
  const rest = value % of;
  return rest < 0 ? rest + of : rest;
}
