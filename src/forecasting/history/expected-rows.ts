import type { DatasetHeader, ModelSpec, SeriesData } from '../../contracts/schemas/index.ts';
import { expectedTimes, withCalendar } from '../../series/index.ts';

/** The series with a row of missing values at each time of its calendar that it lacks, so that steps of the same phase of a season are a
 *  season apart. The series itself if it lacks none, or does not follow the calendar. */
export function withExpectedRows(
  series: SeriesData,
  { calendar }: Pick<ModelSpec, 'calendar'>,
  header: DatasetHeader,
): SeriesData {
  const frequency = withCalendar(header.frequency, calendar);
  const expected = expectedTimes(series.times, { ...header, frequency });
  if (expected === null) return series;
  const { times, positions } = expected;
  const spread = (values: Float64Array) =>
    Float64Array.from(positions, (position) => (position < 0 ? Number.NaN : values[position]));
  return {
    ...series,
    times,
    values: spread(series.values),
    covariates: Object.fromEntries(
      Object.entries(series.covariates).map(([name, values]) => [name, spread(values)]),
    ),
  };
}
