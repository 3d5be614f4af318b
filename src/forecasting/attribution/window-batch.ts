import type { Member } from '../ensemble/index.ts';
import { type Batch, createBatch, writeContext, writeTargets } from '../families/index.ts';
import type { ForecastWindow, SeriesHistory } from '../history/index.ts';
import { createSourceReader } from '../sampling/index.ts';
import { decimated } from '../statistics/index.ts';

/** Windows as one network reads them, with their targets. B windows. */
export interface ReadWindows {
  batch: Batch;
  /** Whether there are enough observations before the origin; other windows are zeros and have no targets. */
  usable: boolean[]; // [B]
  isLog: boolean[]; // [B]
}

export function readWindows({ layout, spec }: Member, windows: readonly ForecastWindow[]): ReadWindows {
  const batch = createBatch(layout, windows.length);
  const reader = createSourceReader(spec);
  const isLog: boolean[] = [];
  const usable = windows.map(({ series, origin }, b) => {
    const read = reader.read(series, origin, layout);
    isLog.push(read.source.isLog);
    if (!writeContext(batch, b, read.source, read.origin, layout)) return false;
    writeTargets(batch, b, read.source, origin, series.raw.length, layout);
    return true;
  });
  return { batch, usable, isLog };
}

/** The last windows of each series whose targets are known, `max` or a little more in all. */
export function lastWindows(
  series: readonly SeriesHistory[],
  horizon: number,
  max: number,
): ForecastWindow[] {
  const each = Math.ceil(max / Math.max(1, series.length));
  return decimated(series, max).flatMap((one) =>
    Array.from({ length: each }, (_, i) => ({
      series: one,
      origin: one.raw.length - (i + 1) * horizon,
    })).filter(({ origin }) => origin > 0),
  );
}
