import type {
  DatasetHeader,
  ModelCard,
  ModelSpec,
  SequenceData,
  SeriesData,
  SymbolCard,
  SymbolSpec,
  Vocabulary,
} from '../../schemas/index.ts';
import type { WorkOutcome } from './supervision.ts';
import type { Weights } from './weights.ts';

/** A training that a thread runs. */
interface TrainTaskOf<Spec> {
  spec: Spec;
  /** Bytes of the last checkpoint; training continues from it. */
  checkpoint: Uint8Array | null;
  /** Weights file of a model with the same spec, as the start of training. Ignored if there is a checkpoint. */
  initialWeights: Uint8Array | null;
  /** Name of the engine's kernel; null: the default of this machine. */
  kernel: string | null;
}

export interface TrainTask extends TrainTaskOf<ModelSpec> {
  header: DatasetHeader;
  series: SeriesData[];
}

export interface SymbolTrainTask extends TrainTaskOf<SymbolSpec> {
  vocabulary: Vocabulary;
  sequences: SequenceData[];
}

export interface TrainResult<Spec = ModelSpec, Card = ModelCard> {
  spec: Spec;
  parameterCount: number;
  card: Card;
  weights: Weights;
}
export type SymbolTrainResult = TrainResult<SymbolSpec, SymbolCard>;

export type TrainOutcome = WorkOutcome<TrainResult>;
export type SymbolTrainOutcome = WorkOutcome<SymbolTrainResult>;
