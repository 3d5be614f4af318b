import type { ResolvedSpec } from '../families/index.ts';
import type { ForecastWindow } from '../history/index.ts';
import type { PreparedSeries } from '../sampling/index.ts';
import { constantStart } from '../statistics/index.ts';

/** With fewer separate validation windows, methods are compared in earlier windows too: in so many at most, of all series and of
 *  each. They begin after a share of the series. */
const separateOfFew = 12;
const windowsMax = 48;
const windowsOfSeries = 24;
const beginShare = 0.3;
const seasonsBefore = 3;
/** Observations that a window needs before it for a width. */
export const observationsOfWidth = 10;
/** Methods of several seasons need the longest one twice; fewer windows after that decide nothing. */
const longestBefore = 2;
const windowsAfterLongest = 4;

/** Windows before the validation part of few series; none of many. */
export function earlyWindows(series: readonly PreparedSeries[], spec: ResolvedSpec): ForecastWindow[] {
  const { horizon } = spec;
  const origins = series.map(({ split: { validationOrigins } }) => validationOrigins);
  const separate = origins.reduce((sum, own) => {
    return sum + (own.length === 0 ? 0 : 1 + (own[own.length - 1] - own[0]) / horizon);
  }, 0);
  if (separate >= separateOfFew) return [];
  const windowsEach = Math.min(windowsOfSeries, Math.floor(windowsMax / series.length));
  const step = Math.max(1, Math.round(horizon / 2));
  return series.flatMap((one) => {
    const last = one.split.fitEnd - horizon;
    const first = firstOrigin(one, spec, last - (windowsAfterLongest - 1) * step);
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
    seasonsBefore * season,
    horizon,
    observationsOfWidth,
    begin + Math.floor(beginShare * (fitEnd - begin)),
  );
  const longest = longestBefore * Math.max(season, ...(seasons ?? []));
  return longest <= latest ? Math.max(first, longest) : first;
}
