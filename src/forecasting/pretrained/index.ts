export {
  type Context,
  contextLength,
  contextMax,
  leastTrainedHorizon,
  readContext,
  secondSeasonOf,
  trainedHorizon,
} from './context.ts';
export { batchMax, createPretrainedForecaster, type PretrainedForecast, rowsMax } from './forecast.ts';
export {
  backtestSize,
  backtestsMax,
  contextAt,
  contextSize,
  contextSource,
  emptyBatch,
  encoderSize,
  encoderStepsMax,
  encoderStepsOf,
  type InputBatch,
  inputLengths,
  logScaleAt,
  stepSize,
} from './input-sizes.ts';
export { createInputWriter, type InputWriter } from './inputs.ts';
export { type KeptInputs, keepInputs } from './kept-inputs.ts';
export { memberCount, memberNamesOf } from './member-names.ts';
export {
  createPretrainedNetwork,
  type InputGradients,
  type NetworkShape,
  type PretrainedNetwork,
} from './network.ts';
export { levelCount, levels } from './quantile-head.ts';
export type { Scaling } from './scaling.ts';
export { instantForecaster, instantGradients, weightsSha256 } from './shipped.ts';
export { featureAt } from './step-features.ts';
export { createWeekOfDays } from './week-of-days.ts';
export { decodePretrained, encodePretrained } from './weights-file.ts';
