import { defaultQuantiles, type ModelSpec } from '../../src/contracts/schemas/index.ts';

/** Settings of a training with `fast`; the data decide the others. */
export function specWith(horizon: number, seed = 1): ModelSpec {
  return {
    target: 'y',
    horizon,
    cell: 'gru',
    preset: 'fast',
    context_length: null,
    layers: null,
    hidden_size: null,
    dropout: null,
    steps: null,
    batch_size: null,
    learning_rate: null,
    weight_decay: null,
    quantiles: defaultQuantiles,
    seed,
    validation: { windows: null, step: null },
    transform: null,
    base: null,
    season_length: null,
    family: null,
  };
}
