import type { Problem } from '../../../errors.ts';
import type {
  Accuracy,
  Anomaly,
  DatasetHeader,
  Memory,
  ModelSpec,
  SeriesData,
  SeriesError,
  TraceGradients,
} from '../../schemas/index.ts';
import type { AnswerJson, Headed } from './answer-json.ts';
import type { ForecastText, Writing } from './forecast-text.ts';
import type { InstantForecaster } from './instant-forecaster.ts';
import type { SeriesTask } from './series-task.ts';
import type { Weights } from './weights.ts';

export interface Forecaster {
  /** Forecasts as texts, in parts in the order of the series. A series that fails is an error of its part, and does not
   *  affect the others. Calls for one series share the threads in turn. */
  forecastTexts(task: TextTask): Promise<ForecastText[]>;
  /** Rows of CSV with an empty last cell for the column `error`. */
  withEmptyCells(parts: readonly ForecastText[]): Promise<ForecastText[]>;
  anomalies(
    task: AnomalyTask,
  ): Promise<({ series_id: string; tested: number; anomalies: Anomaly[] } | SeriesError)[]>;
  memory(task: MemoryTask): Promise<Omit<Memory, 'model_id' | 'dataset_version'> | { problem: Problem }>;
  trace(task: Headed<TraceTask>): Promise<AnswerJson | { problem: Problem }>;
  accuracy(
    task: AccuracyTask,
  ): Promise<Pick<Accuracy, 'known_steps' | 'metrics' | 'series'> | { problem: Problem }>;
  /** First and last times of the series of a stored forecast. */
  spansOf(task: Pick<AccuracyTask, 'contents' | 'header'>): Promise<ForecastSpan[]>;
  /** Checks whether an imported model can forecast. Null if it can, else the reason. */
  inspect(task: InspectTask): Promise<string | null>;
  /** The networks as an ONNX file. */
  onnx(weights: Weights): Promise<Uint8Array>;
  /** @throws AppError model_outdated if another version of the service wrote the weights */
  requireReadable(weights: Weights): void;
  /** Maximum number of observations of a series that a forecast reads. */
  tailPoints(spec: ModelSpec): number;
  /** Work of the statistical methods of a model in one forecast of a series, in multiply-adds of
   *  networks that take as long. */
  methodOperations(spec: ModelSpec): number;
  /** Forecasts without a model. */
  readonly instant: InstantForecaster;
}

export interface ForecastTask extends SeriesTask {
  weights: Weights;
  spec: ModelSpec;
  /** Whether to compute attributions; default: false. */
  explain?: boolean;
}

/** A forecast whose answers are texts. */
export interface TextTask extends ForecastTask, Writing {}

/** Measures how far back a model looks, on the last windows of the series whose targets are known. */
export interface MemoryTask extends Pick<ForecastTask, 'weights' | 'spec' | 'header' | 'series'> {
  windowsMax: number;
}

export interface TraceTask extends Pick<ForecastTask, 'weights' | 'spec' | 'header'> {
  series: SeriesData;
  network: number;
  /** Null: all recurrent steps. */
  lastSteps: number | null;
  gradients?: TraceGradients;
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

/** A stored forecast, with the observations of its series before it and of its steps. */
export interface AccuracyTask {
  /** The forecasts as JSON. */
  contents: Uint8Array;
  /** Null for an instant forecast: each of its series has its own season. */
  spec: Pick<ModelSpec, 'target' | 'season_length'> | null;
  header: DatasetHeader;
  /** The series that have observations of the steps. */
  series: SeriesData[];
}

/** First and last time of a series of a forecast. */
export interface ForecastSpan {
  id: string;
  start: number;
  end: number;
}
