import type {
  ForecastTask,
  InstantDecision,
  JobMessage,
  TrainOutcome,
  TrainTask,
} from '../../src/contracts/ports/index.ts';
import type { DatasetHeader, SeriesData } from '../../src/contracts/schemas/datasets/dataset.ts';
import type { ModelSpec } from '../../src/contracts/schemas/models/model.ts';
import { defaultQuantiles } from '../../src/contracts/schemas/models/settings.ts';
import { createRng } from '../../src/engine/index.ts';
import { train } from '../../src/forecasting/training/train-model.ts';
import { type OnMessage, type Watch, watched } from '../support/supervision.ts';

export const header: DatasetHeader = {
  time_kind: 'integer',
  time_zone: null,
  target: 'y',
  covariates: [],
  frequency: {
    kind: 'index',
    step: '1',
    season_lengths: [],
    closed_weekdays: [],
    closures: [],
    open_times: null,
  },
};

export function specOf(settings: Partial<ModelSpec> = {}): ModelSpec {
  return {
    target: 'y',
    horizon: 6,
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
    seed: 1,
    validation: { windows: null, step: null },
    transform: null,
    base: null,
    season_length: null,
    ...settings,
  };
}

export function seriesOf(values: ArrayLike<number>, id = 's'): SeriesData {
  return {
    id,
    times: Float64Array.from({ length: values.length }, (_, t) => t),
    values: Float64Array.from(values),
    covariates: {},
    static: {},
  };
}

/** Multiplicative random walk from 100 whose volatility comes in calm and stormy stretches. */
export function randomWalk(length: number, seed = 1, sigma = 0.01): number[] {
  const rng = createRng(seed);
  let level = Math.log(100);
  let storm = 0;
  return Array.from({ length }, () => {
    storm = 0.97 * storm + 0.15 * rng.normal();
    level += sigma * Math.exp(storm) * rng.normal();
    return Math.exp(level);
  });
}

/** A repeated shape with noise around it, so that one season alone is a poor forecast. */
export function seasonalSeries(length: number, season: number, noise: number, seed = 1): number[] {
  const rng = createRng(seed);
  return Array.from(
    { length },
    (_, t) =>
      50 +
      10 * Math.sin((2 * Math.PI * t) / season) +
      4 * Math.cos((6 * Math.PI * t) / season) +
      noise * rng.normal(),
  );
}

export interface Run {
  outcome: TrainOutcome;
  messages: JobMessage[];
}

/** A whole training in this thread, under a clock that moves on by `tickMs` whenever it is read. `onMessage` may
 *  give orders through the control words. */
export async function run(
  {
    elapsedSeconds,
    cores,
    ...task
  }: Partial<TrainTask> & Pick<TrainTask, 'series' | 'spec'> & Pick<Watch, 'elapsedSeconds' | 'cores'>,
  onMessage?: OnMessage,
  tickMs?: number,
): Promise<Run> {
  const { supervision, messages } = watched({ onMessage, tickMs, elapsedSeconds, cores });
  const outcome = await train(
    { header, checkpoint: null, initialWeights: null, kernel: null, ...task },
    supervision,
  );
  return { outcome, messages };
}

export function succeeded({ outcome }: Run): Extract<TrainOutcome, { status: 'succeeded' }> {
  if (outcome.status !== 'succeeded') throw new Error(`training ended ${JSON.stringify(outcome)}`);
  return outcome;
}

export function forecastTask(
  outcome: Extract<TrainOutcome, { status: 'succeeded' }>,
  series: SeriesData[],
  settings: Partial<ForecastTask> = {},
): ForecastTask {
  return {
    weights: outcome.weights,
    spec: outcome.spec,
    header,
    series,
    horizon: outcome.spec.horizon,
    quantiles: defaultQuantiles,
    levels: [80, 95],
    samples: 0,
    seed: 1,
    fittedSteps: 0,
    ...settings,
  };
}

/** The decision for series with this season, which are neither prices nor rare demands. */
export function ofSeason(season: number): InstantDecision {
  return { seasons: [season], arePrices: false, areRareDemands: false, year: null };
}
