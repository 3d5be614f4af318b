import type { LatestForecast } from '../../contracts/schemas/index.ts';
import { namedBand } from './forecast-in-words.ts';
import { layoutOf, type PictureSize } from './layout.ts';
import { timeInWords } from './time-axis.ts';

/** The values at one time, and their place in the picture. */
export interface Reading {
  x: number;
  y: number;
  /** The time in words. */
  time: string;
  /** The values in words. */
  values: string[];
}

export interface Readings {
  top: number;
  bottom: number;
  /** In the order of time. */
  all: Reading[];
}

/** The values of a picture for somebody who points at a time. */
export function readingsOf(forecast: LatestForecast, size: PictureSize): Readings {
  const { top, bottom, plot } = layoutOf(forecast, size);
  const { x, y, write, positionOf } = plot;
  const { history, since, times, median, time_kind } = forecast;
  const band = namedBand(forecast);
  const byTime = new Map<string | number, Reading>();
  const add = (time: string | number, value: number, words: string[]) => {
    const present = byTime.get(time);
    if (present !== undefined) present.values.push(...words);
    else
      byTime.set(time, {
        x: x(positionOf(time)),
        y: y(value),
        time: timeInWords(time_kind, time),
        values: words,
      });
  };
  for (const { times, values } of [history, since])
    for (const [i, value] of values.entries())
      if (value !== null) add(times[i], value, [`Observed ${write(value)}`]);
  for (const [i, time] of times.entries()) {
    const range =
      band === undefined ? [] : [`${band.level} % from ${write(band.lower[i])} to ${write(band.upper[i])}`];
    add(time, median[i], [`Median ${write(median[i])}`, ...range]);
  }
  return { top, bottom, all: [...byTime.values()].sort((a, b) => a.x - b.x) };
}
