export { memberCount, memberNamesOf } from './bank.ts';
export { type Context, contextLength, contextMax, readContext } from './context.ts';
export { batchMax, createForecaster, type PretrainedForecast, rowsMax } from './forecast.ts';
export {
  backtestSize,
  backtestsMax,
  contextSize,
  contextSource,
  createInputWriter,
  emptyBatch,
  encoderSize,
  encoderStepsMax,
  encoderStepsOf,
  type InputBatch,
  type InputWriter,
  inputLengths,
  logScaleAt,
  type Scaling,
  stepSize,
} from './inputs.ts';
export {
  createPretrainedNetwork,
  type InputGradients,
  levelCount,
  levels,
  type NetworkShape,
  type PretrainedNetwork,
} from './network.ts';
export { instantForecaster, instantGradients, weightsSha256 } from './shipped.ts';
export { decodePretrained, encodePretrained } from './weights-file.ts';
