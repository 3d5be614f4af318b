import { Temporal } from 'temporal-polyfill';
import type { TimeKind } from './time-kind.ts';

/** Features that are computed from times. The names are those of GluonTS (`gluonts.time_feature`) and pandas. */
export const timeFeatureNames = [
  'minute_of_hour',
  'hour_of_day',
  'day_of_week',
  'day_of_month',
  'day_of_year',
  'week_of_year',
  'month_of_year',
  'is_weekend',
  'is_month_start',
  'is_month_end',
] as const;
export type TimeFeature = (typeof timeFeatureNames)[number];

interface Kind {
  /** A cyclic feature has two columns, sine and cosine, so that the end of the cycle is near its beginning. Others are
   *  0 or 1. */
  isCyclic: boolean;
  /** The feature is useful if the step is shorter than this many days. */
  stepBelowDays: number;
}

const kinds = {
  minute_of_hour: { isCyclic: true, stepBelowDays: 1 / 24 },
  hour_of_day: { isCyclic: true, stepBelowDays: 1 },
  day_of_week: { isCyclic: true, stepBelowDays: 7 },
  day_of_month: { isCyclic: true, stepBelowDays: 28 },
  day_of_year: { isCyclic: true, stepBelowDays: 28 },
  week_of_year: { isCyclic: true, stepBelowDays: 28 },
  month_of_year: { isCyclic: true, stepBelowDays: 365 },
  is_weekend: { isCyclic: false, stepBelowDays: 7 },
  is_month_start: { isCyclic: false, stepBelowDays: 2 },
  is_month_end: { isCyclic: false, stepBelowDays: 2 },
} satisfies Record<TimeFeature, Kind>;

/** Names of the columns of a feature: `hour_of_day_sin` and `hour_of_day_cos`, or just `is_weekend`. */
export function columnsOfFeature(feature: TimeFeature): string[] {
  return kinds[feature].isCyclic ? [`${feature}_sin`, `${feature}_cos`] : [feature];
}

/** The features that are useful for the times of a dataset; none if the times are integers. */
export function applicableFeatures({
  time_kind,
  frequency,
}: {
  time_kind: TimeKind;
  frequency: { kind: string; step: string; closed_weekdays: number[] };
}): TimeFeature[] {
  if (time_kind === 'integer' || frequency.kind === 'index') return [];
  // Relative to February of a common year, when steps of months and years are shortest.
  const days = Temporal.Duration.from(frequency.step).total({ unit: 'days', relativeTo: '2023-02-01' });
  const { closed_weekdays: closed } = frequency;
  const hasWeekends = !(closed.includes(6) && closed.includes(7));
  return timeFeatureNames.filter(
    (feature) => days < kinds[feature].stepBelowDays && (feature !== 'is_weekend' || hasWeekends),
  );
}
