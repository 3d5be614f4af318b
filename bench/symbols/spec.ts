import type { SymbolSpec } from '../../src/contracts/schemas/index.ts';
import type { CellName } from '../../src/engine/index.ts';

/** Settings of a network of characters. The number of steps is the caller's. */
export function letterSpec(cell: CellName, hiddenSize: number): SymbolSpec {
  return {
    family: 'symbols',
    unit: 'character',
    cell,
    preset: 'accurate',
    input: 'embedding',
    embedding_size: 64,
    context_length: 64,
    layers: 1,
    hidden_size: hiddenSize,
    dropout: 0.1,
    steps: 1,
    batch_size: 32,
    learning_rate: 4e-3,
    weight_decay: 0.01,
    seed: 1,
    vocabulary_size: null,
    boundary: null,
  };
}
