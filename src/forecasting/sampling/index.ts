export { covariateEffects } from './covariate-effects.ts';
export {
  createSampler,
  fixedBatches,
  type PreparedSeries,
  residualQuantiles,
  type SampledWindow,
  separateWindows,
  validationWindows,
} from './sampling.ts';
export { createSourceReader, prepareSeries } from './sources.ts';
export { seenObservations, type TrainedUntil, trainedUntil } from './trained-until.ts';
