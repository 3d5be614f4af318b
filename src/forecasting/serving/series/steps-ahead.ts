import type { DatasetHeader } from '../../../contracts/schemas/index.ts';
import { calendarOf, clockStepsAfter, nextTimes, timesFrom, withCalendar } from '../../../series/index.ts';
import type { Fan } from '../../ensemble/index.ts';
import {
  countsClockChanges,
  countsClosedDays,
  type StepSettings,
  stepCalendar,
} from '../../history/index.ts';

/** Times that are forecast, and the steps of a model at which they are. A model counts closed days and times that
 *  clocks skip, which a forecast leaves out. Times of an hour that clocks repeat have the same steps. */
export interface StepsAhead {
  times: Float64Array; // [K]
  /** Step of each time after the history, from 0; null if they are 0 … K − 1. [K] */
  steps: readonly number[] | null;
  /** Times of all steps up to the last one that is forecast. [S] */
  stepTimes: Float64Array;
}

/** @param known times of the history; a series without any begins at `start`
 *  @returns fewer than K times at the end of the writable times */
export function stepsAhead(
  known: Float64Array,
  start: number | undefined,
  horizon: number,
  header: DatasetHeader,
  settings: StepSettings,
): StepsAhead {
  const open = { ...header, frequency: withCalendar(header.frequency, settings.calendar) };
  if (known.length === 0 && start !== undefined) {
    const times = timesFrom(open, start, horizon).filter(Number.isFinite);
    return { times, steps: null, stepTimes: times };
  }
  const [before, last] = [known[known.length - 2], known[known.length - 1]];
  const times = nextTimes(open, last, horizon, before);
  const areSteps = { times, steps: null, stepTimes: times };
  const ahead = countsClosedDays(header, settings)
    ? withClosedDays(times, last, before, stepCalendar(header, settings))
    : areSteps;
  return countsClockChanges(header, settings)
    ? withClock(ahead, last, stepCalendar(header, settings))
    : ahead;
}

/** Counts the steps by the clock of the zone. */
function withClock(ahead: StepsAhead, last: number, counted: DatasetHeader): StepsAhead {
  const found = clockStepsAfter(last, ahead.stepTimes, counted);
  if (found === null) return ahead;
  const { stepTimes, steps } = found;
  return { times: ahead.times, steps: ahead.steps === null ? steps : atSteps(steps, ahead.steps), stepTimes };
}

/** Counts the steps up to each time. Where a time is none of them, closed days do not count. */
function withClosedDays(
  times: Float64Array,
  last: number,
  before: number | undefined,
  counted: DatasetHeader,
): StepsAhead {
  const next = calendarOf(counted);
  const stepTimes: number[] = [];
  const steps: number[] = [];
  let [previous, time] = [before, last];
  for (const open of times) {
    do {
      [previous, time] = [time, next(time, previous)];
      stepTimes.push(time);
    } while (time < open);
    if (time !== open) return { times, steps: null, stepTimes: times };
    steps.push(stepTimes.length - 1);
  }
  const areAll = steps.length === stepTimes.length;
  return areAll
    ? { times, steps: null, stepTimes: times }
    : { times, steps, stepTimes: Float64Array.from(stepTimes) };
}

/** The steps of a model for the times of a forecast. A step beyond the horizon of the model is that of the same phase,
 *  a season or more before. Without such a step it is that of the longest shorter season which has
 *  one, and else the last one.
 *  @param seasons of the data, beside that of the model
 *  @returns null if they are the first ones */
export function modelSteps(
  { steps }: StepsAhead,
  { horizon, season }: { horizon: number; season: number },
  seasons: readonly number[],
): readonly number[] | null {
  if (steps === null) return null;
  const shorter = seasons.filter((one) => one > 1 && one < season).sort((a, b) => b - a);
  return steps.map((step) => {
    if (step < horizon) return step;
    const earlier = [season, ...shorter].map((one) => step - one * Math.ceil((step - horizon + 1) / one));
    return earlier.find((one) => one >= 0) ?? horizon - 1;
  });
}

/** The values of some steps. */
export function atSteps<Values extends ArrayLike<number>>(
  values: Values,
  steps: readonly number[],
): number[] {
  return steps.map((step) => values[step]);
}

/** A fan whose steps are some of those of another. */
export function fanAtSteps(fan: Fan, steps: readonly number[] | null): Fan {
  if (steps === null) return fan;
  const count = Math.max(...steps) + 1;
  return {
    quantileAt: (h, score) => fan.quantileAt(steps[h], score),
    path: (score, horizon) => atSteps(fan.path(score, count), steps.slice(0, horizon)),
    mean: (horizon) => atSteps(fan.mean(count), steps.slice(0, horizon)),
  };
}

/** An explanation whose lists of numbers, which have a number for each step, have those of some steps. */
export function explanationAtSteps<Value>(value: Value, steps: readonly number[] | null): Value {
  if (steps === null || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const areNumbers = value.length > 0 && typeof value[0] === 'number';
    return (areNumbers ? atSteps(value, steps) : value.map((one) => explanationAtSteps(one, steps))) as Value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, explanationAtSteps(one, steps)]),
  ) as Value;
}
