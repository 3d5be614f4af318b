import type { Problem } from '../../errors.ts';
import type {
  Accuracy,
  Anomaly,
  DatasetHeader,
  KnownFuture,
  Memory,
  ModelSpec,
  SeriesData,
  SeriesError,
  SeriesForecast,
  Trace,
} from '../schemas/index.ts';
import type { Weights } from './models.ts';

export interface Forecaster {
  /** A failing series does not affect the others: it has a problem instead of a forecast. */
  forecast(task: ForecastTask): Promise<(SeriesForecast | { series_id: string; problem: Problem })[]>;
  anomalies(
    task: AnomalyTask,
  ): Promise<({ series_id: string; tested: number; anomalies: Anomaly[] } | SeriesError)[]>;
  memory(task: MemoryTask): Promise<Omit<Memory, 'model_id' | 'dataset_version'> | { problem: Problem }>;
  trace(task: TraceTask): Promise<Omit<Trace, 'model_id'> | { problem: Problem }>;
  accuracy(tasks: AccuracyTask[]): Promise<Pick<Accuracy, 'known_steps' | 'metrics' | 'series'>>;
  /** Checks whether an imported model can forecast. Null if it can, else the reason. */
  inspect(task: InspectTask): Promise<string | null>;
  /** The networks as an ONNX file. */
  onnx(weights: Weights): Promise<Uint8Array>;
  /** @throws AppError model_outdated if another version of the service wrote the weights */
  requireReadable(weights: Weights): void;
  /** Maximum number of observations of a series that a forecast reads. */
  tailPoints(spec: ModelSpec): number;
}

export interface ForecastTask {
  weights: Weights;
  spec: ModelSpec;
  header: DatasetHeader;
  series: SeriesData[];
  horizon: number;
  quantiles: number[];
  levels: number[];
  /** Number of sample paths per series, and their random seed. */
  samples: number;
  seed: number;
  /** How many of the last observations of each series get a one-step forecast. */
  fittedSteps: number;
  /** Whether to compute attributions; default: false. */
  explain?: boolean;
  /** Known-future covariates, one entry per series; default: none. */
  future?: FutureOfSeries[];
}

/** Known-future covariates of one series. Values of the call (`given`) override stored values. A missing value in `given`
 *  is unknown: the forecast is made without it. A missing value in `stored` was simply not given. */
export interface FutureOfSeries {
  given: KnownFuture[];
  stored: KnownFuture[];
}

/** Measures how far back a model looks, on the last windows of the series whose targets are known. */
export interface MemoryTask extends Pick<ForecastTask, 'weights' | 'spec' | 'header' | 'series'> {
  windowsMax: number;
}

export interface TraceTask extends Pick<ForecastTask, 'weights' | 'spec' | 'header'> {
  series: SeriesData;
  network: number;
  /** Null: all recurrent steps. */
  lastSteps: number | null;
  numbersMax: number;
}

/** An imported model. */
export type InspectTask = Pick<ForecastTask, 'weights' | 'spec' | 'header'>;

/** Compares each observation from `from` to `to` (both included) with its one-step forecast. */
export interface AnomalyTask extends Pick<ForecastTask, 'weights' | 'spec' | 'header' | 'series'> {
  level: number;
  from: number;
  to: number;
}

/** A forecast of one series, with the observations of the series before and since. */
export interface AccuracyTask {
  spec: ModelSpec;
  header: DatasetHeader;
  forecast: SeriesForecast;
  /** Null if the series does not exist any more. */
  series: SeriesData | null;
}
