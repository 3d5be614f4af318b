export { bounded } from './bounded.ts';
export { constantStart, sinceLaunch } from './constant-start.ts';
export { decimated } from './decimation.ts';
export { areCalm, steadySeason, withoutDisturbances, withoutFoundDisturbances } from './disturbances.ts';
export { extremeUnit, inUnit } from './extreme-values.ts';
export { insampleError } from './insample-error.ts';
export { findLevels, type Levels } from './level-shifts.ts';
export { movesByLess, movesByMultiples } from './movement.ts';
export {
  areFinite,
  arePositive,
  boundedExp,
  hasNonPositive,
  isMissing,
  logsOf,
  meanOf,
  observedMean,
  observedOf,
  squaresAround,
} from './plain-loops.ts';
export {
  empiricalQuantile,
  exchangeableQuantile,
  type GridPosition,
  gridPosition,
  meanScores,
  medianOf,
  normalQuantile,
  type QuantileGrid,
  quantileAtPosition,
  quantileGrid,
  studentTQuantile,
  weightedQuantile,
  weightsOfMean,
} from './quantiles.ts';
export { movesLikeRandomWalk } from './random-walk.ts';
export { empiricalQuantiles, lagQuantiles } from './ranks.ts';
export { areRounding, isConstant, seasonalDifferences } from './repetition.ts';
export { decays, scaleFloor, Volatility } from './scaling.ts';
export { chanceLimit, confirmedSeasons, correlationOfSeasons } from './season.ts';
export { seasonalMeanError, seasonalNaiveError } from './season-errors.ts';
export { backtestWindows, defaultStep, type Split, splitSeries } from './split.ts';
export { lineSlope, straightLine } from './straight-line.ts';
export { twoSidedTail } from './students-t.ts';
export { zeroPhases } from './zero-phases.ts';
