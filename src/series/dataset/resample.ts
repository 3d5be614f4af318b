import {
  type Resampling,
  type SeriesData,
  type TimeKind,
  wallToInstant,
  zoneOffsetMs,
} from '../../contracts/schemas/index.ts';
import { dayFrom, dayMs, dayOf, monthOf, parseStep, type Step } from '../calendar/index.ts';
import { refuse } from '../faults/index.ts';

const hourMs = 3_600_000;

/** Resamples series to a coarser step: one observation per period that has any, at the start of the period. Missing
 *  numbers are ignored. A period without any number is missing. Date-times by days or months become dates.
 *  @param path path of the step in the request. @throws AppError request_invalid */
export function resample(
  series: SeriesData[],
  timeKind: TimeKind,
  timeZone: string | null,
  { resample: text, aggregate }: Resampling,
  path: string,
): { series: SeriesData[]; timeKind: TimeKind; step: Step } {
  const step = parseStep(text);
  const fits =
    step !== null &&
    (timeKind === 'integer') === (step.unit === 'index') &&
    (timeKind !== 'date' || step.unit !== 'ms');
  if (!fits) {
    return refuse('request_invalid', {
      path,
      message: `${JSON.stringify(text)} is not a step of these times`,
      accepted: {
        date: 'a duration such as P1W or P1M',
        instant: 'a duration such as PT1H, P1D or P1M',
        integer: 'an integer such as 10',
      }[timeKind],
    });
  }
  const startOf = periodStart(step, timeKind === 'instant' ? timeZone : null);
  return {
    series: series.map((one) => aggregated(one, startOf, aggregates[aggregate ?? 'last'])),
    timeKind: timeKind === 'instant' && step.unit !== 'ms' ? 'date' : timeKind,
    step,
  };
}

type Aggregate = (numbers: Float64Array) => number;

/** Aggregates the numbers of a period; there is at least one. */
const aggregates: Record<NonNullable<Resampling['aggregate']>, Aggregate> = {
  last: (numbers) => numbers[numbers.length - 1],
  sum: (numbers) => numbers.reduce((sum, value) => sum + value, 0),
  mean: (numbers) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length,
};

function aggregated(
  { id, times, values, covariates, static: attributes }: SeriesData,
  startOf: (time: number) => number,
  aggregate: Aggregate,
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
  const column = (numbers: Float64Array) =>
    Float64Array.from(starts, (_, p) => {
      const there = numbers.subarray(bounds[p], bounds[p + 1]).filter((value) => !Number.isNaN(value));
      return there.length === 0 ? Number.NaN : aggregate(there);
    });
  return {
    id,
    times: Float64Array.from(starts),
    values: column(values),
    covariates: Object.fromEntries(
      Object.entries(covariates).map(([name, numbers]) => [name, column(numbers)]),
    ),
    static: attributes,
  };
}

/** Returns the start of the period of a time. For steps of days and months it is a date at UTC midnight. */
function periodStart(step: Step, zone: string | null): (time: number) => number {
  const { unit, count } = step;
  const offset = (time: number) => (zone === null ? 0 : zoneOffsetMs(time, zone));
  switch (unit) {
    case 'index':
      return (time) => time - remainder(time, count);
    case 'ms':
      // Periods up to an hour ignore clock changes. Longer periods keep the wall-clock times, as in `calendarOf`.
      if (zone === null || count <= hourMs) return (time) => time - remainder(time + offset(time), count);
      return (time) => wallToInstant(time + offset(time) - remainder(time + offset(time), count), zone);
    case 'day':
      // Weeks start on Monday; day 0 was a Thursday.
      return (time) => {
        const day = dayOf(time + offset(time));
        return (day - remainder(count % 7 === 0 ? day + 3 : day, count)) * dayMs;
      };
    case 'month':
      return (time) => {
        const month = monthOf(dayOf(time + offset(time)));
        const first = month - remainder(month, count);
        return dayFrom(Math.floor(first / 12), (first % 12) + 1, 1) * dayMs;
      };
  }
}

function remainder(value: number, of: number): number {
  return ((value % of) + of) % of;
}
