/** Observations at the end of a series that the page reads at least: history, and past times of the slider. */
const tailPointsMin = 1_000;
/** A page of the API holds four times as many. */
const tailPointsMax = 12_500;
/** A tail may have half of the wanted observations. These are two seasons, if one is at most 6,250. */
const seasonsWanted = 4;

/** Number of observations to ask for, so that the baseline of the last season has values.
 *  @param season length in observations; 1 if there is none */
export function tailPointsOf(season: number): number {
  return Math.min(tailPointsMax, Math.max(tailPointsMin, seasonsWanted * season));
}

/** Baselines that have a value for each step.
 *  @param values observations up to the time of the forecast */
export function baselinesOf(values: readonly (number | null)[], season: number): ('last' | 'season')[] {
  const count = observedCount(values);
  return [
    ...(count > 0 ? ['last' as const] : []),
    ...(season > 1 && count >= season ? ['season' as const] : []),
  ];
}

/** Observations up to the last value that is not missing. */
function observedCount(values: readonly (number | null)[]): number {
  return values.findLastIndex((value) => value !== null) + 1;
}

/** Forecasts that need no network, from the last observed value before the forecast, as in the service.
 *  @param values observations up to the time of the forecast */
export function baseline(
  name: 'last' | 'season',
  values: readonly (number | null)[],
  season: number,
  horizon: number,
): (number | null)[] {
  const end = observedCount(values);
  if (name === 'last') return Array.from({ length: horizon }, () => values[end - 1] ?? null);
  return Array.from({ length: horizon }, (_, h) => values[end - season + (h % season)] ?? null);
}
