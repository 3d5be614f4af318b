import {
  type CovariateEncoding,
  columnsOfFeature,
  type DatasetHeader,
  type ModelSpec,
  type TimeFeature,
} from '../../contracts/schemas/index.ts';
import { timeFeatureColumns, withCalendar } from '../../series/index.ts';

/** The time features of a model at some times [T], column by column; none where it reads none. [columns][T] */
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

/** Mean of what is 0 or 1, over long. */
const shares: Partial<Record<TimeFeature, number>> = {
  is_weekend: 2 / 7,
  is_month_start: 12 / 365.25,
  is_month_end: 12 / 365.25,
};

/** Mean and standard deviation over whole cycles. They are not learnt: of a few months the place in the year would have a
 *  scale so small that the next month lies far outside. */
export function timeFeatureScales(features: readonly TimeFeature[]): CovariateEncoding['future'] {
  return features.flatMap((feature) => {
    const share = shares[feature];
    const [center, scale] = share === undefined ? [0, Math.SQRT1_2] : [share, Math.sqrt(share * (1 - share))];
    return columnsOfFeature(feature).map(() => ({ center, scale, is_relative: false }));
  });
}
