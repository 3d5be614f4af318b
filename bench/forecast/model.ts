import type { TrainResult } from '../../src/contracts/ports/index.ts';
import {
  type DatasetHeader,
  defaultQuantiles,
  type ModelSpec,
  type SeriesData,
} from '../../src/contracts/schemas/index.ts';
import { createRng } from '../../src/engine/index.ts';
import { trainAlone } from '../train-alone.ts';

const day = 24;
const observations = 900;

const header: DatasetHeader = {
  time_kind: 'integer',
  time_zone: null,
  target: 'y',
  covariates: [],
  frequency: {
    kind: 'index',
    step: '1',
    season_lengths: [day],
    closed_weekdays: [],
    closures: [],
    open_times: null,
  },
};

/** Series with a daily season, noise and different levels. */
export function hourlySeries(count: number): SeriesData[] {
  const rng = createRng(1);
  return Array.from({ length: count }, (_, n) => {
    const level = 100 * Math.exp(rng.normal());
    return {
      id: `s${n}`,
      times: Float64Array.from({ length: observations }, (_, t) => t),
      values: Float64Array.from(
        { length: observations },
        (_, t) => level * (1 + 0.3 * Math.sin((2 * Math.PI * t) / day) + 0.05 * rng.normal()),
      ),
      covariates: {},
      static: {},
    };
  });
}

/** A model with the sizes of a preset. It is trained for a few steps only, which does not change its speed. */
export async function trainedOn(
  series: SeriesData[],
  preset: ModelSpec['preset'],
): Promise<TrainResult & { header: DatasetHeader; spec: TrainResult['spec'] }> {
  return { ...(await trainAlone({ spec: { ...requested, preset }, header, series })), header };
}

const requested: ModelSpec = {
  target: 'y',
  horizon: 48,
  cell: 'gru',
  preset: 'fast',
  family: 'seasonal',
  season_length: day,
  context_length: 14 * day,
  steps: 3,
  seed: 1,
  quantiles: defaultQuantiles,
  layers: null,
  hidden_size: null,
  dropout: null,
  batch_size: null,
  learning_rate: null,
  weight_decay: null,
  validation: { windows: null, step: null },
  transform: null,
  base: null,
};
