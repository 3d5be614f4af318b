/** Forecasts series with a pre-trained network, in batches. */
import { memberCount } from './bank.ts';
import { type Context, contextLength, contextMax, readContext, trainedHorizon } from './context.ts';
import { emptyBatch, encoderStepsOf, type InputBatch } from './input-sizes.ts';
import { createInputWriter } from './inputs.ts';
import { levelCount, levels, type PretrainedNetwork } from './network.ts';
import type { Scaling } from './scaling.ts';

/** Series of a batch, and rows of a batch, which are series times steps. */
export const batchMax = 64;
export const rowsMax = 4_096;

export interface PretrainedForecast {
  /** In the units of the series, or their logarithms; ascending in Q. [K, Q] */
  quantiles: Float64Array;
  /** Whether the quantiles are logarithms. */
  isLog: boolean;
  /** Weights of the members of the bank. [K, memberCount] */
  weights: Float64Array;
  context: Context;
}

const medianAt = levels.indexOf(0.5);

export interface PretrainedForecaster {
  /** Forecasts each history from its end. NaN is missing; each history has at least one observation.
   *  @param horizon at most `rowsMax`
   *  @param steps number of first steps that are computed; default: the horizon */
  forecast(
    histories: readonly Float64Array[],
    task: { season: number; horizon: number; steps?: number },
  ): PretrainedForecast[];
}

/** @param network for batches of `batchMax` series and `rowsMax` rows
 *  @param edit changes the inputs of a batch before the network reads them; for ablations */
export function createForecaster(
  network: PretrainedNetwork,
  edit: (batch: InputBatch) => void = () => {},
): PretrainedForecaster {
  const writer = createInputWriter(contextMax);
  return {
    forecast(histories, { season, horizon, steps: count = horizon }) {
      const contexts = histories.map((history) => readContext(history, season));
      const size = Math.max(1, Math.min(batchMax, Math.floor(rowsMax / count)));
      const steps = Float64Array.from({ length: count }, (_, h) => h + 1);
      // Missing seasons move the state too: with the steps of the longest series of a batch, a forecast would depend on others.
      const encoderSteps = encoderStepsOf(contextLength(season), season);
      const forecasts: PretrainedForecast[] = [];
      for (let first = 0; first < contexts.length; first += size) {
        const part = contexts.slice(first, first + size);
        const batch = emptyBatch(part.length, count, encoderSteps);
        const scalings = part.map((context, row) => writer.write(batch, row, context, horizon, steps));
        edit(batch);
        const y = network.forward(batch, false);
        for (const [row, context] of part.entries())
          forecasts.push(read(context, scalings[row], y, row * count, count));
      }
      return forecasts;
    },
  };

  function read(
    context: Context,
    { level, scale }: Scaling,
    y: ArrayLike<number>,
    firstRow: number,
    horizon: number,
  ): PretrainedForecast {
    const quantiles = new Float64Array(horizon * levelCount);
    const weights = Float64Array.from(
      network.weights.subarray(firstRow * memberCount, (firstRow + horizon) * memberCount),
    );
    const trained = trainedHorizon(context.season);
    for (let h = 0; h < horizon; h++) {
      const at = (firstRow + h) * levelCount;
      const median = y[at + medianAt];
      const growth = Math.sqrt(Math.max(1, (h + 1) / trained));
      for (let k = 0; k < levelCount; k++) {
        const value = level + scale * (median + growth * (y[at + k] - median));
        quantiles[h * levelCount + k] = value;
      }
    }
    return { quantiles, isLog: context.isLog, weights, context };
  }
}
