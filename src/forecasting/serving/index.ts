export { forecastSeries } from './forecast.ts';
export { createForecaster } from './forecaster.ts';
export { rollingBacktest } from './rolling-backtest.ts';
export {
  accuracy,
  anomalies,
  comparison,
  forecast,
  inspect,
  instant,
  memory,
  onnx,
  season,
  trace,
} from './thread.ts';
