import type { FanLine, Points } from '../../parts/charts/index.ts';
import type { FoundForecast } from './reading.ts';

/** Everything that the chart shows. Files are made from the same numbers. */
export interface Shown {
  series: string;
  /** Name of the model, or that there is none. */
  by: string;
  history: Points;
  fan: FoundForecast;
  actual: Points;
  lines: readonly ComparedLine[];
}

/** The observations that a fan was made with, and those after it. A later read of the series may begin at another observation, so both are of
 *  the read that the fan belongs to.
 *  @param origin index of the last observation that the forecast reads
 *  @param drawnMax observations that are drawn before the last one of `points`, at most */
export function partsAt(points: Points, origin: number, drawnMax: number): Pick<Shown, 'history' | 'actual'> {
  const first = Math.max(0, points.times.length - 1 - drawnMax);
  const part = (from: number, to?: number) => ({
    times: points.times.slice(from, to),
    values: points.values.slice(from, to),
  });
  return { history: part(first, origin + 1), actual: part(origin + 1) };
}

/** Another forecast, with its 80 % interval if it has one. */
export interface ComparedLine extends FanLine {
  interval?: { lower: readonly number[]; upper: readonly number[] } | undefined;
}
