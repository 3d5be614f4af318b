export { forecastSeries } from './forecast.ts';
export { createForecaster } from './forecaster.ts';
export { accuracy, anomalies, backtest, forecast, inspect, memory, onnx, trace } from './thread.ts';
