import type { Readable } from 'node:stream';
import type {
  Dataset,
  EventColumnNames,
  SequenceData,
  SequencePage,
  SequenceQuery,
  SymbolOptions,
  SymbolsIn,
  SymbolUnit,
  TenantId,
  Vocabulary,
  VocabularyAnswer,
  Warning,
} from '../schemas/index.ts';
import type { SequenceEnd } from './compute/sequence-end.ts';
import type { IdempotentCall } from './idempotency.ts';
import type { HoldBytes } from './series.ts';

/** A dataset of symbols as it was parsed, before it is stored and has an id. */
export interface ParsedSymbols {
  name: string;
  unit: SymbolUnit;
  vocabulary: Vocabulary;
  sequences: SequenceData[];
  warnings: Warning[];
  /** Columns of an event log that were read; absent for texts and JSON. */
  columns?: EventColumnNames;
}

export interface SymbolReader {
  /** @throws AppError sequence_empty, sequence_too_long, series_duplicate, points_too_many, vocabulary_too_large */
  json(body: SymbolsIn): ParsedSymbols;
  /** Parses a large body in a thread. Null if the body does not contain symbols.
   *  @throws AppError as `json`; body_invalid_json, request_invalid, overloaded */
  jsonText(bytes: Uint8Array): Promise<ParsedSymbols | null>;
  /** Reads a text: one sequence per line, or one in all.
   *  @param hold counts memory of symbols and sequences beyond that of the body
   *  @throws AppError as `json`, text_invalid, body_empty, and what `hold` throws */
  text(body: Readable, options: SymbolOptions, hold?: HoldBytes): Promise<ParsedSymbols>;
  /** Reads an event log: a CSV table with one row per symbol. @throws AppError as `json` and `hold`, and
   *  with the faults by line */
  events(body: Readable, options: SymbolOptions, hold?: HoldBytes): Promise<ParsedSymbols>;
}

export interface SequenceStore {
  create(
    tenant: TenantId,
    parsed: ParsedSymbols,
    idempotentCall?: IdempotentCall<Dataset> | null,
  ): Promise<Dataset>;
  /** @throws AppError dataset_not_found, dataset_kind_mismatch */
  vocabulary(tenant: TenantId, datasetId: string): Promise<VocabularyAnswer>;
  /** A page of a sequence. @throws AppError dataset_not_found, dataset_kind_mismatch, series_not_found */
  symbols(
    tenant: TenantId,
    datasetId: string,
    sequenceId: string,
    query: SequenceQuery,
  ): Promise<SequencePage>;
  /** The whole dataset, in upload order. @throws AppError dataset_not_found, dataset_kind_mismatch */
  read(tenant: TenantId, datasetId: string): Promise<{ vocabulary: Vocabulary; sequences: SequenceData[] }>;
  /** The last `symbolsMax` symbols of each of the last sequences, in upload order.
   *  @throws AppError dataset_not_found, dataset_kind_mismatch */
  ends(
    tenant: TenantId,
    datasetId: string,
    bounds: { sequencesMax: number; symbolsMax: number },
  ): Promise<SequenceEnd[]>;
}
