import type { TrainingFacts } from '../../contracts/ports/index.ts';
import {
  codes,
  gateCounts,
  limits,
  type SequenceData,
  type SymbolSpec,
  type Vocabulary,
} from '../../contracts/schemas/index.ts';
import { refuse } from '../../errors.ts';
import type { Split } from './split.ts';

type Decided<T> = { [K in keyof T]: NonNullable<T[K]> };
export type ResolvedSymbolSpec = Decided<SymbolSpec>;

interface Preset {
  hidden_size: number;
  layers: number;
  embedding_size: number;
  dropout: number;
  /** Passes over the data. */
  epochs: number;
}

/** Settings by the number of symbols in the training part: those for few words are far too small for a book. */
const presets: Record<SymbolSpec['preset'], { few: Preset; many: Preset; text: Preset }> = {
  fast: {
    few: { hidden_size: 32, layers: 1, embedding_size: 16, dropout: 0, epochs: 100 },
    many: { hidden_size: 64, layers: 1, embedding_size: 24, dropout: 0.1, epochs: 10 },
    text: { hidden_size: 128, layers: 1, embedding_size: 32, dropout: 0, epochs: 3 },
  },
  balanced: {
    few: { hidden_size: 48, layers: 1, embedding_size: 24, dropout: 0, epochs: 100 },
    many: { hidden_size: 96, layers: 1, embedding_size: 32, dropout: 0.2, epochs: 20 },
    text: { hidden_size: 256, layers: 1, embedding_size: 64, dropout: 0.1, epochs: 8 },
  },
  accurate: {
    few: { hidden_size: 64, layers: 1, embedding_size: 32, dropout: 0, epochs: 150 },
    many: { hidden_size: 192, layers: 1, embedding_size: 48, dropout: 0.3, epochs: 30 },
    text: { hidden_size: 512, layers: 1, embedding_size: 64, dropout: 0.2, epochs: 16 },
  },
};

/** Most symbols that count as few, and as many. */
const fewSymbolsMax = 2_000;
const manySymbolsMax = 100_000;
const contextLengthDefault = 64;
const batchSizeMax = 32;
/** Bound on the numbers that a training keeps of a window. One row of the largest network takes less. */
const floatsMax = limits.networkBytesMax / Float32Array.BYTES_PER_ELEMENT;
/** Least number of steps, even for a single word; and the most without a request for more. */
const stepsMin = 1_500;
const stepsDefaultMax = 20_000;
/** With larger steps a plain RNN forgets what it has learnt. */
const learningRates = {
  rnn: { few: 5e-3, many: 2e-3 },
  lstm: { few: 1e-2, many: 4e-3 },
  gru: { few: 1e-2, many: 4e-3 },
};

/** Completes a spec with the settings that depend on the data.
 *  @throws AppError sequences_too_short, vocabulary_too_large */
export function resolveSymbolSpec(
  requested: SymbolSpec,
  vocabulary: Vocabulary,
  sequences: readonly SequenceData[],
  split: Split,
): ResolvedSymbolSpec {
  if (!sequences.some((sequence) => sequence.codes.length > 1))
    refuse('sequences_too_short', {
      path: '/dataset_id',
      message: 'every sequence has a single symbol',
      accepted: 'at least one sequence of two symbols',
    });
  const size = vocabulary.symbols.length;
  if (requested.input === 'one_hot' && size > limits.oneHotVocabularyMax)
    refuse('vocabulary_too_large', {
      path: '/input',
      message: `\`one_hot\` takes at most ${limits.oneHotVocabularyMax} different symbols, and the dataset has ${size}`,
      accepted: '`embedding`',
    });
  const symbols = split.train.reduce((sum, { from, to }) => sum + to - from, 0);
  const longest = split.train.reduce((most, { from, to }) => Math.max(most, to - from), 1);
  return {
    ...requested,
    ...sizesOf(requested, size, { symbols, longest }, (contextLength) =>
      split.train.reduce((sum, { from, to }) => sum + Math.ceil((to - from) / contextLength), 0),
    ),
    weight_decay: requested.weight_decay ?? 0.01,
    vocabulary_size: size,
    boundary: split.boundary,
  };
}

/** Sizes of a network and of its training.
 *  @param windowsOf number of windows of so many symbols: a batch has at most one row for each */
function sizesOf(
  requested: SymbolSpec,
  vocabularySize: number,
  { symbols, longest }: { symbols: number; longest: number },
  windowsOf: (contextLength: number) => number,
) {
  const amount = symbols <= fewSymbolsMax ? 'few' : symbols <= manySymbolsMax ? 'many' : 'text';
  const preset = presets[requested.preset][amount];
  const contextLength = requested.context_length ?? Math.min(contextLengthDefault, longest + 1);
  const windows = windowsOf(contextLength);
  const networkOf = {
    hidden_size: requested.hidden_size ?? preset.hidden_size,
    layers: requested.layers ?? preset.layers,
    embedding_size: requested.embedding_size ?? preset.embedding_size,
  };
  const fitting = Math.floor(
    floatsMax / (contextLength * floatsOfStep({ ...networkOf, input: requested.input }, vocabularySize)),
  );
  const batchSize = Math.max(1, Math.min(requested.batch_size ?? Math.min(batchSizeMax, windows), fitting));
  const stepsOfEpoch = Math.max(1, windows / batchSize);
  const steps = Math.round(preset.epochs * stepsOfEpoch);
  return {
    ...networkOf,
    context_length: contextLength,
    dropout: requested.dropout ?? preset.dropout,
    steps: requested.steps ?? Math.min(stepsDefaultMax, Math.max(stepsMin, steps)),
    batch_size: batchSize,
    learning_rate:
      requested.learning_rate ?? learningRates[requested.cell][amount === 'few' ? 'few' : 'many'],
  };
}

/** Multiply-adds of one core in a second, with the native kernel and networks of these sizes. */
const operationsPerSecond = 2e9;
/** Forward, and backward twice as much. */
const passes = 3;
/** Time of a step beside its multiply-adds. */
const secondsOfStep = 3e-4;

/** Seconds that a training takes on one core, from the sizes that its planning gives to so many symbols. */
export function plannedSymbolSeconds(
  spec: SymbolSpec,
  { points, series, vocabulary }: Pick<TrainingFacts, 'points' | 'series' | 'vocabulary'>,
): number {
  const longest = Math.max(1, Math.ceil(points / Math.max(1, series)));
  const { hidden_size, layers, embedding_size, context_length, batch_size, steps } = sizesOf(
    spec,
    vocabulary,
    { symbols: points, longest },
    (contextLength) => series * Math.ceil(longest / contextLength),
  );
  const inputs = spec.input === 'one_hot' ? vocabulary : embedding_size;
  const recurrent =
    gateCounts[spec.cell] * hidden_size * (inputs + hidden_size + (layers - 1) * 2 * hidden_size);
  // A training reads no more steps than its longest sequence has, and the end of it.
  const read = Math.min(context_length, longest + 1);
  const operations = steps * batch_size * read * (recurrent + vocabulary * hidden_size) * passes;
  return 1 + operations / operationsPerSecond + steps * secondsOfStep;
}

/** Bound on the numbers that a training keeps of one step of one row: logits and their gradients, vectors, and
 *  the states, gates, masks and gradients of each layer. */
function floatsOfStep(
  {
    input,
    embedding_size,
    hidden_size,
    layers,
  }: Pick<ResolvedSymbolSpec, 'input' | 'embedding_size' | 'hidden_size' | 'layers'>,
  vocabularySize: number,
): number {
  const codeCount = codes.first + vocabularySize;
  const vectors = input === 'one_hot' ? codeCount : embedding_size;
  return 2 * codeCount + 3 * vectors + 16 * layers * hidden_size;
}
