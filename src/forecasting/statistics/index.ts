export { decimated } from './decimation.ts';
export { withoutDisturbances } from './disturbances.ts';
export { insampleError } from './insample-error.ts';
export {
  empiricalQuantile,
  meanScores,
  normalQuantile,
  type Place,
  placeOf,
  type QuantileGrid,
  quantileAt,
  quantileGrid,
  quantileIn,
  studentScore,
  weightsOf,
} from './quantiles.ts';
export { createVolatility, decays, scaleFloor, seasonalScale } from './scaling.ts';
export {
  chanceLimit,
  confirmedSeasons,
  movesByMultiples,
  movesLikeRandomWalk,
  seasonalNaiveError,
} from './season.ts';
export { defaultStep, defaultWindows, type Split, splitSeries } from './split.ts';
export { bounded, signedLog } from './squash.ts';
export { twoSidedTail } from './students-t.ts';
