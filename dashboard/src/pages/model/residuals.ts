import type { BacktestWindow } from '../../api/index.ts';
import { secondsOf, shownAt } from '../../parts/charts/clock.ts';

/** One observed value minus its forecast. */
export interface Residual {
  /** Seconds; null where the times are numbers. */
  seconds: number | null;
  /** Time as the API gives it. */
  time: string | number;
  /** Step ahead, from 1. */
  step: number;
  value: number;
}

export function residualsOf(windows: readonly BacktestWindow[]): Residual[] {
  return windows.flatMap(({ times, actual, median }) =>
    actual.flatMap((value, h) => {
      const forecast = median[h];
      const time = times[h];
      if (value === null || forecast === undefined || time === undefined) return [];
      const seconds = typeof time === 'string' ? secondsOf(time) : null;
      return [{ seconds, time, step: h + 1, value: value - forecast }];
    }),
  );
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** Mean residual at each time, over all series. */
export function overTime(residuals: readonly Residual[]): { times: (string | number)[]; values: number[] } {
  const groups = new Map<number, { time: string | number; values: number[] }>();
  for (const { time, value } of residuals) {
    const at = secondsOf(time);
    const group = groups.get(at);
    if (group === undefined) groups.set(at, { time, values: [value] });
    else group.values.push(value);
  }
  const sorted = [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
  return { times: sorted.map(({ time }) => time), values: sorted.map(({ values }) => meanOf(values)) };
}

const binsWanted = 21;

/** Number of residuals in bins of equal width around zero; the outermost hold all that is farther. None if every
 *  residual is 0. */
export function histogramOf(residuals: readonly Residual[]): { middle: number; count: number }[] {
  const sizes = residuals.map(({ value }) => Math.abs(value)).sort((a, b) => a - b);
  // Where nearly all residuals are 0, the largest one.
  const reach = sizes[Math.floor(0.98 * (sizes.length - 1))] || (sizes.at(-1) ?? 0);
  if (reach === 0) return [];
  const width = (2 * reach) / binsWanted;
  const bins = Array.from({ length: binsWanted }, (_, i) => ({
    middle: -reach + (i + 0.5) * width,
    count: 0,
  }));
  for (const { value } of residuals) {
    const bin = bins[Math.max(0, Math.min(binsWanted - 1, Math.floor((value + reach) / width)))];
    if (bin !== undefined) bin.count++;
  }
  return bins;
}

export type Cycle = 'weekday' | 'month' | 'hour';

/** The part of the calendar by which errors are worth a look, from the distance of the observations. */
export function cycleOf(residuals: readonly Residual[]): Cycle | null {
  const times = [...new Set(residuals.flatMap(({ seconds }) => seconds ?? []))].sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time));
  const gap = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
  if (gap === undefined) return null;
  if (gap <= 2 * 3_600) return 'hour';
  if (gap <= 2 * 86_400) return 'weekday';
  return gap >= 25 * 86_400 && gap <= 35 * 86_400 ? 'month' : null;
}

/** Mean absolute error in each part of a cycle, on the clock of the times: Monday is 0, January is 0. */
export function errorsByPart(
  residuals: readonly Residual[],
  cycle: Cycle,
): { part: number; error: number }[] {
  const groups = new Map<number, number[]>();
  for (const { time, value } of residuals) {
    if (typeof time === 'number') continue;
    const date = new Date(shownAt(time) * 1_000);
    const part =
      cycle === 'hour'
        ? date.getUTCHours()
        : cycle === 'month'
          ? date.getUTCMonth()
          : (date.getUTCDay() + 6) % 7;
    const errors = groups.get(part);
    if (errors === undefined) groups.set(part, [Math.abs(value)]);
    else errors.push(Math.abs(value));
  }
  return [...groups].sort(([a], [b]) => a - b).map(([part, errors]) => ({ part, error: meanOf(errors) }));
}

/** A part whose error is this much above the mean is worth a sentence. */
export const worthSaying = 0.15;
