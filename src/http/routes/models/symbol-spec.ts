import { type Dataset, limits, type ModelIn, type SymbolSpec } from '../../../contracts/schemas/index.ts';
import { AppError } from '../../../errors.ts';
import { otherKind } from '../../routing/other-kind.ts';

/** Settings of a model that mean nothing to one of symbols. */
const numericOnly = [
  'horizon',
  'target',
  'quantiles',
  'covariates',
  'bounds',
  'calendar',
  'validation',
  'epochs',
  'members',
  'decoder_size',
  'dropout',
  'batch_size',
  'weight_decay',
  'median_weight',
] as const satisfies (keyof ModelIn)[];
/** Settings that only a model of symbols has. */
const symbolsOnly = ['input', 'embedding_size'] as const satisfies (keyof ModelIn)[];

const symbolsWork =
  'cell, preset, context_length, layers, hidden_size, input, embedding_size, steps, learning_rate and seed';

/** Every setting that the caller decided; those that depend on the data stay null until training has begun.
 *  @throws AppError dataset_kind_mismatch where a setting is for numeric series; vocabulary_too_large, request_invalid */
export function symbolSpecOf(body: ModelIn, dataset: Dataset): SymbolSpec {
  const because = `Dataset ${dataset.id} has symbols`;
  refuseSettings(body, numericOnly, because, symbolsWork);
  requireFewSymbols(body, dataset);
  if (body.family !== 'auto' && body.family !== 'symbols') refuse(['family'], because, symbolsWork);
  return {
    family: 'symbols',
    unit: dataset.symbols!.unit,
    cell: body.cell,
    preset: body.preset,
    input: body.input ?? 'embedding',
    embedding_size: body.embedding_size ?? null,
    context_length: body.context_length ?? null,
    layers: body.layers ?? null,
    hidden_size: body.hidden_size ?? null,
    dropout: null,
    steps: body.steps ?? null,
    batch_size: null,
    learning_rate: body.learning_rate ?? null,
    weight_decay: null,
    seed: body.seed,
    vocabulary_size: null,
    boundary: null,
  };
}

/** @throws AppError vocabulary_too_large, request_invalid */
function requireFewSymbols({ input, embedding_size }: ModelIn, { symbols }: Dataset): void {
  if (input !== 'one_hot') return;
  const size = symbols!.vocabulary_size;
  if (size > limits.oneHotVocabularyMax) {
    const message = `\`one_hot\` takes ${limits.oneHotVocabularyMax} different symbols at most, and the dataset has ${size}`;
    const accepted = '`embedding`';
    throw new AppError('vocabulary_too_large', {
      detail: `${message}; accepted: ${accepted}.`,
      faults: [{ path: '/input', message, accepted }],
    });
  }
  if (embedding_size === undefined) return;
  const message = '`embedding_size` means nothing with `one_hot`, where each symbol is an input of its own';
  const accepted = 'either of the two';
  throw new AppError('request_invalid', {
    detail: `${message}; accepted: ${accepted}.`,
    faults: [{ path: '/embedding_size', message, accepted }],
  });
}

/** @throws AppError dataset_kind_mismatch where a setting is for symbols; request_invalid without a horizon */
export function requireNumericSettings(body: Omit<ModelIn, 'dataset_id'>): number {
  const because = 'The dataset has numeric series';
  refuseSettings(body, symbolsOnly, because, 'the call without it');
  if (body.family === 'symbols')
    refuse(['family'], because, '`family` `auto`, `seasonal`, `prices` or `short`');
  if (body.horizon !== undefined) return body.horizon;
  const message = '`horizon` is missing';
  const accepted = 'a number';
  throw new AppError('request_invalid', {
    detail: `${message}; accepted: ${accepted}`,
    faults: [{ path: '/horizon', message, accepted }],
  });
}

/** @throws AppError sequences_too_short */
export function requireTwoSymbols(longest: { id: string; point_count: number }): void {
  if (longest.point_count > 1) return;
  throw new AppError('sequences_too_short', {
    detail: 'Every sequence has a single symbol; accepted: at least one sequence of two symbols.',
    faults: [{ path: '/dataset_id', series_id: longest.id, message: 'the longest sequence has 1 symbol' }],
  });
}

function refuseSettings(
  body: Omit<ModelIn, 'dataset_id'>,
  settings: readonly (keyof typeof body)[],
  because: string,
  works: string,
): void {
  refuse(
    settings.filter((name) => body[name] !== undefined),
    because,
    works,
  );
}

function refuse(names: readonly string[], because: string, works: string): void {
  if (names.length > 0) throw otherKind('dataset_kind_mismatch', because, names, works);
}
