export { scoreForecast, seriesOfForecast } from './accuracy.ts';
export { findAnomalies, type SeriesAnomalies } from './anomalies.ts';
export { runBacktest, seriesMax, targetsMax } from './backtest.ts';
export { writeCard } from './card.ts';
export {
  type EvaluatedSeries,
  type Evaluation,
  evaluate,
  type Fold,
  type FoldForecasts,
  type ScoredWindow,
} from './evaluation.ts';
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
