export { integrate } from './integrate.ts';
export { halfLife, lookBackFrom, stateNorm } from './lags.ts';
export { lastRows, type RecurrentLayers, traceLayers, traceRefusal } from './layers.ts';
export { lookBackPoints, midpoints, windowsInTime } from './path.ts';
export { type GradientSource, gradientNumbers, stepGradients } from './step-gradients.ts';
