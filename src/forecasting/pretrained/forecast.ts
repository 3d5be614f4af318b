/** Forecasts series with a pre-trained network, in batches. */

import { type Context, contextLength, contextMax, readContext, trainedHorizon } from './context.ts';
import { emptyBatch, encoderStepsOf, type InputBatch } from './input-sizes.ts';
import { createInputWriter } from './inputs.ts';
import type { KeptInputs } from './kept-inputs.ts';
import { memberCount } from './member-names.ts';
import type { PretrainedNetwork } from './network.ts';
import { levelCount, levels } from './quantile-head.ts';
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
const lowAt = levels.indexOf(0.1);
const highAt = levels.indexOf(0.9);

export interface PretrainedForecaster {
  /** Forecasts each history from its end. NaN is missing; each history has at least one observation.
   *  @param horizon at most `rowsMax`
   *  @param steps number of first steps that are computed; default: the horizon
   *  @param kept inputs of earlier calls, of any histories */
  forecast(
    histories: readonly Float64Array[],
    task: { season: number; horizon: number; steps?: number; kept?: KeptInputs },
  ): PretrainedForecast[];
}

/** Number of series of a batch with so many steps. */
function seriesOfBatch(steps: number): number {
  return Math.max(1, Math.min(batchMax, Math.floor(rowsMax / steps)));
}

/** @param network for batches of `batchMax` series and `rowsMax` rows
 *  @param edit changes the inputs of a batch before the network reads them; for ablations */
export function createPretrainedForecaster(
  network: PretrainedNetwork,
  edit: (batch: InputBatch) => void = () => {},
): PretrainedForecaster {
  const writer = createInputWriter(contextMax);
  return {
    forecast(histories, { season, horizon, steps: count = horizon, kept }) {
      const task = { season, horizon, steps: count };
      const size = seriesOfBatch(count);
      const steps = Float64Array.from({ length: count }, (_, h) => h + 1);
      // Missing seasons move the state too: with the steps of the longest series of a batch, a
      // forecast would depend on others.
      const encoderSteps = encoderStepsOf(contextLength(season), season);
      const forecasts: PretrainedForecast[] = [];
      for (let first = 0; first < histories.length; first += size) {
        const part = histories.slice(first, first + size);
        const batch = emptyBatch(part.length, count, encoderSteps);
        const written = part.map((history, row) => {
          const before = kept?.find(history, task);
          before?.writeTo(batch, row);
          if (before !== undefined) return before;
          const context = readContext(history, season);
          const made = { context, scaling: writer.write(batch, row, context, horizon, steps) };
          kept?.keep(history, task, made, batch, row);
          return made;
        });
        edit(batch);
        const y = network.forward(batch, false);
        for (const [row, { context, scaling }] of written.entries())
          forecasts.push(read(context, scaling, y, row * count, count));
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
    const exponent = horizon > trained ? growthOf(y, firstRow, trained, context.season) : 0;
    for (let h = 0; h < horizon; h++) {
      const at = (firstRow + h) * levelCount;
      const median = y[at + medianAt];
      const growth = Math.max(1, (h + 1) / trained) ** exponent;
      for (let k = 0; k < levelCount; k++) {
        const value = level + scale * (median + growth * (y[at + k] - median));
        quantiles[h * levelCount + k] = value;
      }
    }
    return { quantiles, isLog: context.isLog, weights, context };
  }
}

/** Bounds of the power of the step with which a fan grows beyond the trained steps: stable, and a random walk. */
const powerMin = 0.2;
const powerMax = 0.5;

/** Power of the step with which the fan grows within the trained steps; farther steps go on like this. The widths of
 *  the first steps, one season or a third of them, are compared with those of the last ones. */
function growthOf(y: ArrayLike<number>, firstRow: number, trained: number, season: number): number {
  const count = Math.min(Math.floor(trained / 2), Math.max(season, Math.floor(trained / 3)));
  const widthFrom = (first: number) => {
    let sum = 0;
    for (let h = first; h < first + count; h++) {
      const at = (firstRow + h) * levelCount;
      sum += y[at + highAt] - y[at + lowAt];
    }
    return sum;
  };
  const [near, far] = [widthFrom(0), widthFrom(trained - count)];
  if (!(near > 0)) return powerMax;
  const power = Math.log(far / near) / Math.log((2 * trained - count + 1) / (count + 1));
  return Math.max(powerMin, Math.min(powerMax, power));
}
