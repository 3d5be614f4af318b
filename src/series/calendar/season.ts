import { dayMs } from './days.ts';
import type { Step } from './step.ts';

/** The longest season: a week of minutes. */
const seasonLengthMax = 10_080;

/** Plausible season lengths of a step, in observations, the usual one first. */
export function seasonLengths(step: Step, openDaysOfWeek: number, openTimesOfDay: number | null): number[] {
  return plausible(step, openDaysOfWeek, openTimesOfDay).filter(
    (length) => Number.isInteger(length) && length >= 2 && length <= seasonLengthMax,
  );
}

function plausible(step: Step, openDaysOfWeek: number, openTimesOfDay: number | null): number[] {
  switch (step.unit) {
    case 'index':
      return [];
    case 'month':
      return [12 / step.count];
    case 'day':
      if (step.count === 1) return [openDaysOfWeek];
      return step.count % 7 === 0 ? [52 / (step.count / 7)] : [];
    case 'ms': {
      if (step.count < 60_000) return [60_000 / step.count, 3_600_000 / step.count];
      const perDay = openTimesOfDay ?? dayMs / step.count;
      return [perDay, perDay * openDaysOfWeek];
    }
  }
}
