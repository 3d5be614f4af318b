import type { Fan, FittedModel, PathCorrelation, ServedSpec } from '../../ensemble/index.ts';
import type { SeriesHistory } from '../../history/index.ts';
import type { StepsAhead } from './steps-ahead.ts';

/** A model as forecasts use it. */
export type ModelForServing = FittedModel<ServedSpec>;

/** A series that can be forecast, and what forecasts it. */
export type ForecastableSeries = CommonSeries &
  (
    | {
        forecastBy: 'networks';
        /** Warnings about times of given covariates that are not forecast. */
        unmatched: string[];
      }
    /** There are too few observations for the networks: the pre-trained network forecasts alone. */
    | { forecastBy: 'pretrained' }
    /** There are too few observations for any network. */
    | { forecastBy: 'similar_series'; few: FewObservations }
  );

interface CommonSeries {
  /** The series that the model forecasts in the same way are its companions. */
  history: SeriesHistory;
  ahead: StepsAhead;
  /** Known-future covariates and time features at the times that are forecast; empty if the forecast uses none. */
  known: Float64Array[]; // [F][K]
}

/** Forecast of a series with few observations, or none, from other series. */
export interface FewObservations {
  fan: Fan;
  warnings: string[];
  paths: PathCorrelation | null;
}
