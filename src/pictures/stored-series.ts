import type { StoredSeries } from '../contracts/ports/index.ts';
import type { SeriesForecast } from '../contracts/schemas/index.ts';
import { unpackedTextSync } from '../stored-text.ts';

/** Intervals of a picture at most, and those that are wanted. */
const bandsMax = 3;
const wantedLevels = [95, 80, 50];

/** Looks for a series in the stored contents of a forecast. */
export function seriesIn({ packed, series }: { packed: Uint8Array; series?: string }): StoredSeries {
  const { forecasts } = JSON.parse(unpackedTextSync(packed).toString('utf8')) as {
    forecasts: SeriesForecast[];
  };
  const one = series === undefined ? forecasts[0] : forecasts.find(({ series_id }) => series_id === series);
  const ids = forecasts.map(({ series_id }) => series_id);
  if (one === undefined) return { found: null, ids };
  const { series_id, times, median } = one;
  return { found: { series_id, times, median, bands: bandsOf(one) }, ids };
}

type Band = NonNullable<StoredSeries['found']>['bands'][number];

/** Central intervals, the widest first: those of the forecast, and those between two of its quantiles. */
export function bandsOf({ intervals, quantiles }: Pick<SeriesForecast, 'intervals' | 'quantiles'>): Band[] {
  const byLevel = new Map<number, Band>();
  for (const [name, values] of Object.entries(quantiles)) {
    const level = levelOf(1 - 2 * Number(name));
    const other = Object.keys(quantiles).find((above) => levelOf(2 * Number(above) - 1) === level);
    if (level > 0 && other !== undefined)
      byLevel.set(level, { level, lower: values, upper: quantiles[other] });
  }
  for (const [name, { lower, upper }] of Object.entries(intervals))
    byLevel.set(Number(name), { level: Number(name), lower, upper });
  const levels = [...byLevel.keys()].sort((a, b) => b - a);
  const shown = levels.length <= bandsMax ? levels : nearestTo(levels);
  return shown.map((level) => byLevel.get(level)!);
}

/** @param levels descending: of two that are as near, the wider one is taken */
function nearestTo(levels: readonly number[]): number[] {
  const taken = wantedLevels.map((wanted) =>
    levels.reduce((best, level) => (Math.abs(level - wanted) < Math.abs(best - wanted) ? level : best)),
  );
  return [...new Set(taken)];
}

/** A share in percent, without the last digits of binary fractions. */
function levelOf(share: number): number {
  return Math.round(share * 1e8) / 1e6;
}
