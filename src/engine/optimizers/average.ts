import { assert } from '../assert.ts';
import { allocate, type Floats } from '../floats.ts';
import type { Parameters } from '../parameters.ts';

/** What a checkpoint needs: the averages, in the order of `parameters.values`, and the updates done. The array is
 *  the average's own: copy it before the next update. */
export interface WeightAverageState {
  average: Floats;
  updates: number;
}

export interface WeightAverage {
  /** After an optimizer's step. */
  update(): void;
  /** Exchanges the values and their averages: once before an evaluation with the averages, once after it. */
  swap(): void;
  state(): WeightAverageState;
  restore(state: WeightAverageState): void;
}

/** Exponential moving average of all weights: the first update copies them, each later one moves the average by
 *  the share 1 - decay. Source: torch.optim.swa_utils.AveragedModel with get_ema_avg_fn. */
export function weightAverage(options: { parameters: Parameters; decay: number }): WeightAverage {
  const { parameters, decay } = options;
  assert(decay >= 0 && decay < 1);
  const { values } = parameters;
  const average = allocate(parameters.precision, values.length);
  let updates = 0;
  let swapped = false;

  return {
    update() {
      assert(!swapped, 'the weights are swapped back before the next update');
      if (updates === 0) average.set(values);
      else for (let i = 0; i < values.length; i++) average[i] += (1 - decay) * (values[i] - average[i]);
      updates++;
    },
    swap() {
      assert(updates > 0, 'there is no average yet');
      for (let i = 0; i < values.length; i++) {
        const value = values[i];
        values[i] = average[i];
        average[i] = value;
      }
      swapped = !swapped;
    },
    state() {
      assert(!swapped, 'the weights are swapped back before a checkpoint');
      return { average, updates };
    },
    restore(state) {
      assert(state.average.length === average.length);
      assert(Number.isSafeInteger(state.updates) && state.updates >= 0);
      average.set(state.average);
      updates = state.updates;
      swapped = false;
    },
  };
}
