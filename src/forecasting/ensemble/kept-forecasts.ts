import type { SeriesHistory } from '../history/index.ts';
import { type KeptInputs, keepInputs } from '../methods/index.ts';

/** Most bytes of forecasts that a thread of a training keeps, and those of an entry beside its quantiles. */
const bytesMax = 64 * 2 ** 20;
const entryBytes = 256;

/** Forecasts of statistical methods and of the pre-trained network that a training asks for up to three times: for the
 *  weights of the mixture, for the correlation of sample paths, and for the backtest. A series has the same forecast in
 *  any thread and any batch, so it makes no difference which thread has made or kept which ones. */
export interface KeptForecasts {
  /** Quantiles of a window; null if the method cannot read it, undefined if they are not kept. */
  get(series: SeriesHistory, key: string): Float64Array | null | undefined;
  /** Keeps the quantiles as long as there is room. */
  set(series: SeriesHistory, key: string, quantiles: Float64Array | null): void;
  /** Inputs of the pre-trained network, for the methods that the backtest compares with. */
  readonly inputs: KeptInputs;
}

export function keepForecasts(): KeptForecasts {
  const kept = new Map<SeriesHistory, Map<string, Float64Array | null>>();
  let bytes = 0;
  return {
    inputs: keepInputs(),
    get: (series, key) => kept.get(series)?.get(key),
    set(series, key, quantiles) {
      bytes += entryBytes + (quantiles?.byteLength ?? 0);
      if (bytes > bytesMax) return;
      const ofSeries = kept.get(series) ?? new Map<string, Float64Array | null>();
      kept.set(series, ofSeries.set(key, quantiles));
    },
  };
}
