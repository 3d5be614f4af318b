export { type Dropout, type DropoutOptions, dropout } from './dropout.ts';
export { EngineError } from './engine-error.ts';
export type { Floats, Precision } from './floats.ts';
export { availableKernels, selectKernel } from './kernels/index.ts';
export { type CellName, cellNames, type Kernel } from './kernels/kernel.ts';
export { type Linear, type LinearOptions, linear } from './linear.ts';
export { meanSquaredError, type PointLoss } from './losses/mean-squared-error.ts';
export { pinball, type QuantileLoss } from './losses/pinball.ts';
export { type AdamW, type AdamWOptions, type AdamWState, adamw } from './optimizers/adamw.ts';
export { clipGlobalNorm } from './optimizers/clip.ts';
export { constant, cosine, oneCycle, type Schedule } from './optimizers/schedules.ts';
export { createParameters, type Parameters, type Tensor } from './parameters.ts';
export { recurrent } from './recurrent.ts';
export { type NetworkSizes, planBytes } from './recurrent-plan.ts';
export type {
  InputGradients,
  OutputGradients,
  Recurrent,
  RecurrentOptions,
  SequenceOutput,
  SequenceShape,
} from './recurrent-types.ts';
export { createRng, type Rng } from './rng.ts';
export { decodeSafetensors, type SafetensorsFile } from './safetensors/decode.ts';
export { encodeSafetensors } from './safetensors/encode.ts';
export type { StoredTensor, TensorData } from './safetensors/format.ts';
