import { valuesAt } from './by-time.ts';

interface Forecast {
  times: readonly (string | number)[];
  values: readonly (number | null)[];
  interval?: { lower: readonly number[]; upper: readonly number[] } | undefined;
}

/** How far a forecast was from what happened, over the steps that it has and whose values are known. */
export interface Outcome {
  steps: number;
  /** Mean distance of the forecast; null without steps. */
  error: number | null;
  /** Values inside of the interval; null if the forecast has none. */
  inside: number | null;
}

/** Compares each step with the observed value of its time. @param actual observed values; null where none is known */
export function outcomeOf(
  { times, values, interval }: Forecast,
  actual: Pick<Forecast, 'times' | 'values'>,
): Outcome {
  const known = valuesAt(times, actual).flatMap((value, i) => {
    const middle = values[i];
    return value === null || middle === null || middle === undefined ? [] : [{ value, middle, i }];
  });
  const steps = known.length;
  const sum = known.reduce((total, { value, middle }) => total + Math.abs(middle - value), 0);
  const isInside = (value: number, i: number) => {
    const [low, high] = [interval?.lower[i], interval?.upper[i]];
    return low !== undefined && high !== undefined && value >= low && value <= high;
  };
  return {
    steps,
    error: steps === 0 ? null : sum / steps,
    inside: interval === undefined ? null : known.filter(({ value, i }) => isInside(value, i)).length,
  };
}
