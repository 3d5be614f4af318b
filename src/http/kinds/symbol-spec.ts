import {
  limits,
  type SymbolSettings,
  type SymbolSpec,
  type SymbolsInfo,
} from '../../contracts/schemas/index.ts';
import { refuse } from '../../errors.ts';

/** The spec of a new model of symbols. Settings that depend on the data stay null until training has begun.
 *  @throws AppError vocabulary_too_large, request_invalid */
export function symbolSpecOf(settings: SymbolSettings, symbols: SymbolsInfo): SymbolSpec {
  requireFewSymbols(settings, symbols);
  return {
    family: 'symbols',
    unit: symbols.unit,
    cell: settings.cell,
    preset: settings.preset,
    input: settings.input ?? 'embedding',
    embedding_size: settings.embedding_size ?? null,
    context_length: settings.context_length ?? null,
    layers: settings.layers ?? null,
    hidden_size: settings.hidden_size ?? null,
    dropout: null,
    steps: settings.steps ?? null,
    batch_size: null,
    learning_rate: settings.learning_rate ?? null,
    weight_decay: null,
    seed: settings.seed,
    vocabulary_size: null,
    boundary: null,
  };
}

/** @throws AppError vocabulary_too_large, request_invalid */
function requireFewSymbols(
  { input, embedding_size }: SymbolSettings,
  { vocabulary_size: size }: SymbolsInfo,
): void {
  if (input !== 'one_hot') return;
  if (size > limits.oneHotVocabularyMax) {
    refuse('vocabulary_too_large', {
      path: '/input',
      message: `\`one_hot\` takes ${limits.oneHotVocabularyMax} different symbols at most, and the dataset has ${size}`,
      accepted: '`embedding`',
    });
  }
  if (embedding_size === undefined) return;
  refuse('request_invalid', {
    path: '/embedding_size',
    message: '`embedding_size` has no effect with `one_hot`, where each symbol is one input',
    accepted: 'either `embedding_size` or `one_hot`',
  });
}
