export { memberCount, memberNamesOf } from './bank.ts';
export { contextLength, contextMax, readContext } from './context.ts';
export { batchMax, createForecaster, type PretrainedForecast, rowsMax } from './forecast.ts';
export {
  createInputWriter,
  encoderStepsOf,
  type InputBatch,
  inputLengths,
} from './inputs.ts';
export {
  createPretrainedNetwork,
  levelCount,
  levels,
  type NetworkShape,
  type PretrainedNetwork,
} from './network.ts';
export { instantForecaster, weightsSha256 } from './shipped.ts';
export { decodePretrained, encodePretrained } from './weights-file.ts';
