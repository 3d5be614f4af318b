/** Forecasts that need no network, from the last observed value before the forecast, as in the service.
 *  @param values observations up to the time of the forecast */
export function baseline(
  name: 'last' | 'season',
  values: readonly (number | null)[],
  season: number,
  horizon: number,
): (number | null)[] {
  const end = values.findLastIndex((value) => value !== null) + 1;
  if (name === 'last') return Array.from({ length: horizon }, () => values[end - 1] ?? null);
  return Array.from({ length: horizon }, (_, h) => values[end - season + (h % season)] ?? null);
}
