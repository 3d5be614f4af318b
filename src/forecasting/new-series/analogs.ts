/** Values of similar series at the places of a new one: at the same phase of the season. K horizon steps. */

/** Observations and future of one similar series, at the places of those of the new series. */
export interface Analog {
  /** Place of the series in the panel. */
  series: number;
  observed: Float64Array; // [n], NaN is missing
  path: Float64Array; // [K], NaN is missing
}

/** Seasons of each series that are used. */
const seasonsMax = 3;
/** Share of the horizon that a path has to cover. */
const coveredMin = 0.5;

/** Values of a series at consecutive places of the timeline; NaN is missing. */
export interface PlacedValues {
  /** Place of the first value. */
  first: number;
  values: Float64Array;
}

export interface Places {
  observed: readonly number[]; // [n]
  ahead: readonly number[]; // [K]
}

/** Analogs of one series of the panel: the newest seasons that it has, shifted to the places of the new series.
 *  @param season observations in a season; 1: the newest values, whatever their phase */
export function analogsOf(
  { first: firstPlace, values }: PlacedValues,
  series: number,
  { observed, ahead }: Places,
  season: number,
): Analog[] {
  let last = values.length - 1;
  while (last >= 0 && Number.isNaN(values[last])) last--;
  if (last < 0) return [];
  const end = firstPlace + last;
  const K = ahead.length;
  const over = Math.max(0, Math.max(...ahead) - end);
  const first = season > 1 ? season * Math.ceil(over / season) : over;
  const stride = season > 1 ? season : Math.max(1, Math.ceil(K / 2));
  const analogs: Analog[] = [];
  for (let s = 0; s < seasonsMax; s++) {
    const shift = first + s * stride;
    const at = (place: number) => values[place - shift - firstPlace] ?? Number.NaN;
    const path = Float64Array.from(ahead, at);
    // A season whose days were closed at the steps of the new series says nothing about the seasons before it.
    if (observedShare(path) < coveredMin) continue;
    const before = Float64Array.from(observed, at);
    if (before.length > 0 && observedShare(before) === 0) continue;
    analogs.push({ series, observed: before, path });
  }
  return analogs;
}

function observedShare(values: Float64Array): number {
  let count = 0;
  for (const value of values) if (!Number.isNaN(value)) count++;
  return count / values.length;
}
