import type { Problem } from '../../../errors.ts';
import type { DatasetHeader, InstantSeriesForecast, ModelSpec, SeriesData } from '../../schemas/index.ts';
import type { ForecastText, Writing } from './forecast-text.ts';
import type { SeriesTask } from './series-task.ts';

/** Settings of a forecast without a model. */
export type InstantSpec = Pick<ModelSpec, 'target' | 'covariates' | 'calendar' | 'bounds' | 'season_lengths'>;

/** Decisions about instant forecasts that all series of a call have in common. */
export interface InstantDecision {
  /** Observations in the seasons with which the network forecasts, the likeliest first; the mean
   *  is taken. 1: no season. */
  seasons: readonly number[];
  /** Whether the values move like prices: then EWMA's fan has a part. */
  arePrices: boolean;
  /** Whether the values are rare demands, which would be taken for outliers. */
  areRareDemands: boolean;
  /** Steps of a year, whose course is taken out of the histories that show one; null: of none. */
  year: number | null;
  /** Steps of a calendar year, whatever it has for a course; absent or null: not known. */
  stepsOfYear?: number | null;
}

export interface InstantTask extends SeriesTask {
  spec: InstantSpec;
  /** Null: made from the values of all series. */
  decision: InstantDecision | null;
  /** Whether to explain the forecasts; default: false. */
  explain?: boolean;
}

/** A forecast whose answers are texts. */
export interface InstantTextTask extends InstantTask, Writing {}

export interface InstantAnswers {
  decision: InstantDecision;
  /** In the order of the series. A series that cannot be forecast has a problem. */
  answers: (InstantSeriesForecast | { series_id: string; problem: Problem })[];
}

/** Series on whose last observations the instant method is compared with baselines. */
export type ComparisonTask = Pick<InstantTask, 'header' | 'series' | 'spec' | 'horizon'>;

/** Errors of the instant method and of baselines on the last observations of the series. */
export interface MethodErrors {
  /** Series that were long enough. */
  series: number;
  /** Mean over the series of the mean absolute error, in units of the mean absolute (seasonal)
   *  difference; by method. */
  errors: Readonly<Record<string, number>>;
}

/** Forecasts without training, by a method that is ready for any series. */
export interface InstantForecaster {
  /** The forecasts as texts, in parts in the order of the series. @throws AppError overloaded */
  forecastTexts(task: InstantTextTask): Promise<ForecastText[]>;
  /** Makes the decisions of a call whose series are forecast in several tasks. @throws AppError overloaded */
  decide(task: ComparisonTask): Promise<InstantDecision>;
  /** Places of the series from which a call with `count` series is decided, ascending. */
  decisionPlaces(count: number): readonly number[];
  /** Null if no series is long enough. @throws AppError overloaded */
  compare(task: ComparisonTask): Promise<MethodErrors | null>;
  /** Maximum number of observations of a series that a forecast reads.
   *  @param seasons seasons that the call names; default: none */
  tailPoints(header: DatasetHeader, seasons?: readonly number[] | null): number;
  /** Number of rows that a training makes of a series: from its first observation up to the present, with a row for
   *  each time of the calendar. */
  rowsInTraining(
    series: SeriesData,
    spec: Pick<ModelSpec, 'target' | 'calendar' | 'family'>,
    header: DatasetHeader,
  ): number;
  /** Maximum number of contributions to one step of a series in an explanation. */
  readonly contributionsMax: number;
}
