export { trainingLoss } from './loss.ts';
export { forecastBatch, requireMemory, requireSmallCheckpoint } from './memory-budget.ts';
export { createNetwork, type Network } from './network.ts';
export { createReader, haveSameInputs, type PredictionWindow, type Reading, unscaled } from './prediction.ts';
export { bendMax } from './quantile-spread.ts';
