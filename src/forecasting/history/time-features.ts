import {
  type CovariateEncoding,
  columnsOfFeature,
  type DatasetHeader,
  type ModelSpec,
  type TimeFeature,
} from '../../contracts/schemas/index.ts';
import { timeFeatureColumns, withCalendar } from '../../series/index.ts';

/** Columns of the time features of a model at T times; empty if it has none. [columns][T] */
export function timeFeaturesAt(
  times: Float64Array,
  { covariates, calendar }: Pick<ModelSpec, 'covariates' | 'calendar'>,
  header: DatasetHeader,
): Float64Array[] {
  const features = covariates?.time_features ?? [];
  if (features.length === 0) return [];
  const frequency = withCalendar(header.frequency, calendar);
  return timeFeatureColumns(features, times, { ...header, frequency });
}

/** Long-run share of times at which a feature is 1. */
const shares: Partial<Record<TimeFeature, number>> = {
  is_weekend: 2 / 7,
  is_month_start: 12 / 365.25,
  is_month_end: 12 / 365.25,
};

/** Mean and standard deviation of the time features over whole cycles. They are not learnt: over a few months
 *  the position in the year has a deviation so small that the next month would lie far outside. */
export function timeFeatureScales(features: readonly TimeFeature[]): CovariateEncoding['future'] {
  return features.flatMap((feature) => {
    const share = shares[feature];
    const [center, scale] = share === undefined ? [0, Math.SQRT1_2] : [share, Math.sqrt(share * (1 - share))];
    return columnsOfFeature(feature).map(() => ({ center, scale, is_relative: false }));
  });
}
