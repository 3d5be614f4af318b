export { forecastSeries } from './forecast.ts';
export { createForecaster } from './forecaster.ts';
export { prepareInstant } from './instant-tasks.ts';
export { rollingBacktest } from './rolling-backtest.ts';
export {
  accuracy,
  anomalies,
  comparison,
  decision,
  emptyCells,
  forecast,
  forecastTexts,
  inspect,
  instantTexts,
  memory,
  onnx,
  spansOf,
  trace,
} from './thread.ts';
