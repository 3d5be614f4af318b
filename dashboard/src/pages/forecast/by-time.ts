import { secondsOf } from '../../parts/charts/clock.ts';

interface Line {
  times: readonly (string | number)[];
  values: readonly (number | null)[];
}

/** Values of a line at other times: null where the line has no such time. Forecasts of one series may differ in their
 *  steps, as those of models with other closed days do. */
export function valuesAt(times: readonly (string | number)[], line: Line): (number | null)[] {
  const known = new Map(line.times.map((time, i) => [secondsOf(time), line.values[i] ?? null]));
  return times.map((time) => known.get(secondsOf(time)) ?? null);
}

/** The times of all lines, each once, in ascending order. */
export function timesOf(lines: readonly Pick<Line, 'times'>[]): (string | number)[] {
  const bySeconds = new Map(lines.flatMap(({ times }) => times.map((time) => [secondsOf(time), time])));
  return [...bySeconds].sort(([a], [b]) => a - b).map(([, time]) => time);
}
