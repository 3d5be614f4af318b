import { defaultQuantiles, type ModelSpec } from '../src/contracts/schemas/index.ts';

/** Settings of a training with the given target, horizon, preset and seed; the data decide the others. */
export function requestedSpec(given: Pick<ModelSpec, 'target' | 'horizon' | 'preset' | 'seed'>): ModelSpec {
  return {
    ...given,
    cell: 'gru',
    context_length: null,
    layers: null,
    hidden_size: null,
    dropout: null,
    steps: null,
    batch_size: null,
    learning_rate: null,
    weight_decay: null,
    quantiles: defaultQuantiles,
    validation: { windows: null, step: null },
    transform: null,
    base: null,
    season_length: null,
    family: null,
  };
}
