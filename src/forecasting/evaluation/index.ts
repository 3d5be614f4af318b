export { scoreForecast, spansOfForecast } from './accuracy.ts';
export { findAnomalies, type SeriesAnomalies } from './anomalies.ts';
export { prepareBacktest, seriesMax, targetsMax } from './backtest.ts';
export { writeCard } from './card.ts';
export {
  type ComparedForecasts,
  compareForecasts,
  type EvaluatedSeries,
  type Fold,
  type FoldForecasts,
} from './compared-forecasts.ts';
export { type Evaluation, evaluate, type ScoredWindow } from './evaluation.ts';
export {
  createScore,
  emptyScore,
  metricsOf,
  owaOf,
  pitOf,
  ratio,
  type ScoreSums,
  scoredLevels,
  sumOfScores,
} from './metrics.ts';
export { scoredForecasts } from './scored-forecasts.ts';
