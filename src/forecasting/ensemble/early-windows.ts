import type { ResolvedSpec } from '../families/index.ts';
import type { ForecastWindow } from '../history/index.ts';
import type { PreparedSeries } from '../sampling/index.ts';
import { constantStart } from '../statistics/index.ts';

// The bounds are chosen by judgement. docs/research/experiments.md measures early windows as a whole.

/** Separate validation windows, which do not overlap. With fewer, methods are compared in early windows too. */
const separateWindowsMin = 12;
/** Early windows of all series together, and of one series. */
const earlyWindowsMax = 48;
const earlyWindowsPerSeriesMax = 24;
/** First share of a series in which no window begins. A constant start does not count as part of the series. */
const skippedStartShare = 0.3;
/** Seasons before the first window. */
const seasonsBeforeMin = 3;
/** Observations that a window needs before it for a width. */
export const observationsOfWidth = 10;
/** Longest seasons before the first window, where methods read several: MSTL needs the longest one twice. */
const longestSeasonsBeforeMin = 2;
/** Windows that remain after the longest seasons. With fewer, the windows begin without regard to these. */
const windowsAfterLongestMin = 4;

/** Windows before the validation part of few series; none of many. */
export function earlyWindows(series: readonly PreparedSeries[], spec: ResolvedSpec): ForecastWindow[] {
  const { horizon } = spec;
  const origins = series.map(({ split: { validationOrigins } }) => validationOrigins);
  const separate = origins.reduce((sum, own) => {
    return sum + (own.length === 0 ? 0 : 1 + (own[own.length - 1] - own[0]) / horizon);
  }, 0);
  if (separate >= separateWindowsMin) return [];
  const windowsEach = Math.min(earlyWindowsPerSeriesMax, Math.floor(earlyWindowsMax / series.length));
  const step = Math.max(1, Math.round(horizon / 2));
  return series.flatMap((one) => {
    const last = one.split.fitEnd - horizon;
    const first = firstOrigin(one, spec, last - (windowsAfterLongestMin - 1) * step);
    const count = Math.min(windowsEach, Math.max(0, Math.floor((last - first) / step) + 1));
    return Array.from({ length: count }, (_, k) => ({ series: one, origin: last - (count - 1 - k) * step }));
  });
}

/** @param latest origin after which the windows would be too few */
function firstOrigin(
  { raw, split: { fitEnd } }: PreparedSeries,
  { horizon, season_length: season, seasons }: ResolvedSpec,
  latest: number,
): number {
  const begin = constantStart(raw.subarray(0, fitEnd));
  const first = Math.max(
    seasonsBeforeMin * season,
    horizon,
    observationsOfWidth,
    begin + Math.floor(skippedStartShare * (fitEnd - begin)),
  );
  const longest = longestSeasonsBeforeMin * Math.max(season, ...(seasons ?? []));
  return longest <= latest ? Math.max(first, longest) : first;
}
