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

/** Another forecast, with its 80 % interval if it has one. */
export interface ComparedLine extends FanLine {
  interval?: { lower: readonly number[]; upper: readonly number[] } | undefined;
}
