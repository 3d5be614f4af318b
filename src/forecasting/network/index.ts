export { trainingLoss } from './loss.ts';
export { forecastBatch, requireMemory } from './memory-budget.ts';
export { createNetwork, type Network } from './network.ts';
export { createReader, type PredictionWindow, type Reading, readAlike, unscaled } from './prediction.ts';
export { bendMax } from './quantile-spread.ts';
