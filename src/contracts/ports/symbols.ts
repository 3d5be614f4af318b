/** What the parts are to each other where symbols are concerned; ports.ts has the rest. */
import type { Readable } from 'node:stream';
import type { Problem } from '../../errors.ts';
import type {
  Dataset,
  Memory,
  SequenceData,
  SequencePage,
  SequenceQuery,
  SymbolBacktestReport,
  SymbolBacktestWindow,
  SymbolCard,
  SymbolForecast,
  SymbolForecastIn,
  SymbolOptions,
  SymbolSpec,
  SymbolsIn,
  SymbolTrace,
  SymbolTraceIn,
  SymbolUnit,
  TenantId,
  Vocabulary,
  VocabularyAnswer,
  Warning,
} from '../schemas/index.ts';
import type { Once } from './idempotency.ts';
import type { TrainResult, Weights, WorkOutcome } from './stores-and-queues.ts';

/** What a parser gives and the store keeps: a dataset of symbols before it has an id. */
export interface ParsedSymbols {
  name: string;
  unit: SymbolUnit;
  vocabulary: Vocabulary;
  sequences: SequenceData[];
  warnings: Warning[];
}

export interface SymbolReader {
  /** @throws AppError sequence_empty, sequence_too_long, series_duplicate, points_too_many, vocabulary_too_large */
  json(body: SymbolsIn): ParsedSymbols;
  /** The same of a large body, beside the others' calls; null where it has no symbols.
   *  @throws AppError as `json`; body_invalid_json, request_invalid, overloaded */
  jsonText(bytes: Uint8Array): Promise<ParsedSymbols | null>;
  /** Lines of a text, or all of it as one sequence. @throws AppError as `json`, text_invalid, body_empty */
  text(body: Readable, options: SymbolOptions): Promise<ParsedSymbols>;
  /** An event log: a row for each symbol. @throws AppError as `json`, and with the faults by line */
  events(body: Readable, options: SymbolOptions): Promise<ParsedSymbols>;
}

export interface SequenceStore {
  create(tenant: TenantId, parsed: ParsedSymbols, once?: Once<Dataset> | null): Promise<Dataset>;
  /** @throws AppError dataset_not_found, dataset_kind_mismatch */
  vocabulary(tenant: TenantId, datasetId: string): Promise<VocabularyAnswer>;
  /** A page of a sequence. @throws AppError dataset_not_found, dataset_kind_mismatch, series_not_found */
  symbols(
    tenant: TenantId,
    datasetId: string,
    sequenceId: string,
    query: SequenceQuery,
  ): Promise<SequencePage>;
  /** Everything, in upload order. @throws AppError dataset_not_found, dataset_kind_mismatch */
  read(tenant: TenantId, datasetId: string): Promise<{ vocabulary: Vocabulary; sequences: SequenceData[] }>;
  /** The last `symbolsMax` symbols of each of the last sequences, in upload order.
   *  @throws AppError dataset_not_found, dataset_kind_mismatch */
  ends(
    tenant: TenantId,
    datasetId: string,
    bounds: { sequencesMax: number; symbolsMax: number },
  ): Promise<SequenceEnd[]>;
}

export type SymbolTrainResult = TrainResult<SymbolSpec, SymbolCard>;

/** A training job for a thread. */
export interface SymbolTrainTask {
  spec: SymbolSpec;
  vocabulary: Vocabulary;
  sequences: SequenceData[];
  checkpoint: Uint8Array | null;
  /** A weights file of the same spec to begin with; a checkpoint comes before it. */
  initialWeights: Uint8Array | null;
  kernel: string | null;
}
export type SymbolTrainOutcome = WorkOutcome<SymbolTrainResult>;

/** A backtest for a thread. */
export interface SymbolBacktestTask {
  weights: Weights;
  /** What the model was trained on, and what was held out then. */
  sequences: SequenceData[];
  /** Another dataset that is tested instead of what was held out, with codes of its own. */
  other: { vocabulary: Vocabulary; sequences: SequenceData[] } | null;
  kernel: string | null;
}

export interface SymbolBacktestResult {
  report: SymbolBacktestReport;
  windows: SymbolBacktestWindow[];
}
export type SymbolBacktestOutcome = WorkOutcome<SymbolBacktestResult>;

export type SymbolForecastTask = SymbolForecastIn & { weights: Weights };
export type SymbolAnswer = Omit<SymbolForecast, 'model_id' | 'dataset_id' | 'dataset_version'>;

/** The end of a stored sequence, or the whole of it. */
export interface SequenceEnd extends SequenceData {
  isWhole: boolean;
}

export interface SymbolMemoryTask {
  weights: Weights;
  ends: SequenceEnd[];
  windowsMax: number;
}

export type SymbolTraceTask = SymbolTraceIn & { weights: Weights; numbersMax: number };

/** A model from elsewhere, and what is said of it. */
export interface SymbolInspectTask {
  weights: Weights;
  spec: SymbolSpec;
  vocabulary: string[];
}

export interface SymbolForecaster {
  forecast(task: SymbolForecastTask): Promise<SymbolAnswer | { problem: Problem }>;
  memory(task: SymbolMemoryTask): Promise<Omit<Memory, 'model_id' | 'dataset_version'>>;
  trace(task: SymbolTraceTask): Promise<Omit<SymbolTrace, 'model_id'> | { problem: Problem }>;
  /** Whether a model from elsewhere can forecast here: null, or what is wrong with it. */
  inspect(task: SymbolInspectTask): Promise<string | null>;
  /** The network as an ONNX file. */
  onnx(weights: Weights): Promise<Uint8Array>;
  /** @throws AppError model_outdated where another version of the service wrote them */
  requireReadable(weights: Weights): void;
}
