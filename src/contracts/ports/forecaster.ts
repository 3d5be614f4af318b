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
  /** Each series answers for itself. */
  forecast(task: ForecastTask): Promise<(SeriesForecast | { series_id: string; problem: Problem })[]>;
  anomalies(
    task: AnomalyTask,
  ): Promise<({ series_id: string; tested: number; anomalies: Anomaly[] } | SeriesError)[]>;
  memory(task: MemoryTask): Promise<Omit<Memory, 'model_id' | 'dataset_version'> | { problem: Problem }>;
  trace(task: TraceTask): Promise<Omit<Trace, 'model_id'> | { problem: Problem }>;
  accuracy(tasks: AccuracyTask[]): Promise<Pick<Accuracy, 'known_steps' | 'metrics' | 'series'>>;
  /** Whether a model from elsewhere can forecast here: null, or what is wrong with it. */
  inspect(task: InspectTask): Promise<string | null>;
  /** The network as an ONNX file. */
  onnx(weights: Weights): Promise<Uint8Array>;
  /** @throws AppError model_outdated where another version of the service wrote them */
  requireReadable(weights: Weights): void;
  /** Observations of a series that a forecast reads at most. */
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
  /** Sample paths of each series, and their seed. */
  samples: number;
  seed: number;
  /** One-step forecasts of the last observations of each series. */
  fittedSteps: number;
  /** What each input adds to the forecast; default: not. */
  explain?: boolean;
  /** Known-future covariates, series by series; default: none. */
  future?: FutureOfSeries[];
}

/** What came with the call goes before what is stored: there a missing value is one that is not known, and forecast
 *  without; in stored rows it is one that was not given. */
export interface FutureOfSeries {
  given: KnownFuture[];
  stored: KnownFuture[];
}

/** Windows whose targets are known are taken from the ends of the series. */
export interface MemoryTask extends Pick<ForecastTask, 'weights' | 'spec' | 'header' | 'series'> {
  windowsMax: number;
}

export interface TraceTask extends Pick<ForecastTask, 'weights' | 'spec' | 'header'> {
  series: SeriesData;
  network: number;
  /** Null: all that the network makes. */
  lastSteps: number | null;
  numbersMax: number;
}

/** A model from elsewhere. */
export type InspectTask = Pick<ForecastTask, 'weights' | 'spec' | 'header'>;

/** Observations from `from` to `to` (both included) are compared with the one-step forecasts made before each. */
export interface AnomalyTask extends Pick<ForecastTask, 'weights' | 'spec' | 'header' | 'series'> {
  level: number;
  from: number;
  to: number;
}

/** What was forecast of a series, beside its observations before and since. */
export interface AccuracyTask {
  spec: ModelSpec;
  header: DatasetHeader;
  forecast: SeriesForecast;
  /** Null where the series is no longer there. */
  series: SeriesData | null;
}
