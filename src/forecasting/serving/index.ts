export { forecastSeries } from './forecast.ts';
export { createForecaster } from './forecaster.ts';
export { rollingBacktest } from './rolling-backtest.ts';
export { accuracy, anomalies, forecast, inspect, memory, onnx, trace } from './thread.ts';
