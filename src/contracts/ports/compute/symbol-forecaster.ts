import type { Problem } from '../../../errors.ts';
import type {
  Memory,
  SymbolForecast,
  SymbolForecastIn,
  SymbolSpec,
  SymbolTraceIn,
} from '../../schemas/index.ts';
import type { AnswerJson, Headed } from './answer-json.ts';
import type { SequenceEnd } from './sequence-end.ts';
import type { Weights } from './weights.ts';

export interface SymbolForecaster {
  forecast(task: Headed<SymbolForecastTask>): Promise<AnswerJson | { problem: Problem }>;
  memory(
    task: SymbolMemoryTask,
  ): Promise<Omit<Memory, 'model_id' | 'dataset_version'> | { problem: Problem }>;
  trace(task: Headed<SymbolTraceTask>): Promise<AnswerJson | { problem: Problem }>;
  /** Checks whether an imported model can forecast. Null if it can, else the reason. */
  inspect(task: SymbolInspectTask): Promise<string | null>;
  /** The network as an ONNX file. */
  onnx(weights: Weights): Promise<Uint8Array>;
  /** @throws AppError model_outdated if another version of the service wrote the weights */
  requireReadable(weights: Weights): void;
}

export type SymbolForecastTask = SymbolForecastIn & { weights: Weights };

export type SymbolAnswer = Omit<SymbolForecast, 'model_id' | 'dataset_id' | 'dataset_version'>;

export interface SymbolMemoryTask {
  weights: Weights;
  ends: SequenceEnd[];
  windowsMax: number;
}

export type SymbolTraceTask = SymbolTraceIn & { weights: Weights; numbersMax: number };

/** An imported model, with its spec and vocabulary. */
export interface SymbolInspectTask {
  weights: Weights;
  spec: SymbolSpec;
  vocabulary: string[];
}
