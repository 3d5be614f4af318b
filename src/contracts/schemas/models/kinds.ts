/** Numeric series and sequences of symbols go the same ways; these tell them apart where a call is for one of them. */
import { AppError } from '../../../errors.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Model, ModelCard, ModelSpec } from './model.ts';
import type { SymbolCard, SymbolSpec } from './symbol-model.ts';

export type NumericModel = Model & { spec: ModelSpec; card: ModelCard | null };
export type SymbolModel = Model & { spec: SymbolSpec; card: SymbolCard | null };

export function isSymbolSpec(spec: ModelSpec | SymbolSpec): spec is SymbolSpec {
  return 'family' in spec && spec.family === 'symbols';
}

export function isSymbolModel(model: Model): model is SymbolModel {
  return isSymbolSpec(model.spec);
}

/** What is done for a model of each kind. */
export function byKind<T>(
  model: Model,
  work: { numeric(model: NumericModel): T; symbols(model: SymbolModel): T },
): T {
  return isSymbolModel(model) ? work.symbols(model) : work.numeric(model as NumericModel);
}

/** @param works what a caller may do instead
 *  @throws AppError model_kind_mismatch */
export function requireNumericModel(model: Model, works: string): asserts model is NumericModel {
  requireNumericSpec(model.id, model.spec, works);
}

/** @throws AppError model_kind_mismatch */
export function requireNumericSpec(
  id: string,
  spec: Model['spec'],
  works: string,
): asserts spec is ModelSpec {
  if (!isSymbolSpec(spec)) return;
  throw new AppError('model_kind_mismatch', {
    detail: `Model ${id} is one of symbols, and this call is for numeric series. What works: ${works}.`,
  });
}

/** @throws AppError model_kind_mismatch */
export function requireSymbolModel(model: Model, works: string): asserts model is SymbolModel {
  if (isSymbolModel(model)) return;
  throw new AppError('model_kind_mismatch', {
    detail: `Model ${model.id} is one of numeric series, and this call is for symbols. What works: ${works}.`,
  });
}

const otherKind = { numeric: 'sequences of symbols', symbols: 'numeric series' } as const;
const callsFor = { numeric: 'numeric series', symbols: 'sequences of symbols' } as const;

/** @throws AppError dataset_kind_mismatch */
export function requireDatasetKind(
  { id, kind }: Pick<Dataset, 'id' | 'kind'>,
  wanted: Dataset['kind'],
  works: string,
): void {
  if (kind === wanted) return;
  throw new AppError('dataset_kind_mismatch', {
    detail: `Dataset ${id} has ${otherKind[wanted]}, and this call is for ${callsFor[wanted]}. What works: ${works}.`,
  });
}
