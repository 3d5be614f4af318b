/** Sizes of windows of series with a season. */
export interface SeasonalShape {
  /** Observations that the T steps of the encoder read: T·G. */
  context: number;
  season: number; // m
  /** Observations of a step. */
  group: number; // G
  /** At least 2 G + 3. */
  inputSize: number; // I
  horizon: number; // K
  /** At least two for each lag. */
  stepInputs: number; // P
}

/** Windows that `seasonalWindow` writes one by one. */
export interface SeasonalWindows {
  size: number; // B
  inputs: Float32Array; // [T, B, I]
  stepInputs: Float32Array; // [B, K, P]
  base: Float64Array; // [B, K]
  unit: Float64Array; // [B, K]
}

/** Places of the numbers that `seasonalMoments` writes. */
export const seasonalMoment = {
  /** Changes from one seasonal difference to the next one: their number, the sum of their sizes, and the largest. */
  changes: 0,
  changeSum: 1,
  changeMax: 2,
  observed: 3,
  /** Sum of squared distances from the mean. */
  squares: 4,
  /** Number and sum of the last m observations. */
  lastObserved: 5,
  lastSum: 6,
  /** Number of seasonal differences, and the sum of their sizes. */
  differences: 7,
  differenceSum: 8,
} as const;
export const seasonalMomentCount = Object.keys(seasonalMoment).length;

/** Places of the numbers that `seasonalWindow` reads; those of the base seasons follow. */
export const seasonalNumber = {
  level: 0,
  /** 1 / scale. */
  inverse: 1,
  scale: 2,
  /** Smallest unit of a step without any observation of its phase. */
  deviation: 3,
  roughness: 4,
  logScale: 5,
  /** Bound of the inputs of the decoder. */
  lagMax: 6,
} as const;
export const seasonalNumberCount = Object.keys(seasonalNumber).length;
