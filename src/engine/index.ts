export { type GateOptions, gateNames, gatesOf } from './attribution/gates.ts';
export { gradientSharesByStep, type StepShares } from './attribution/step-shares.ts';
export {
  type EachStep,
  type LayerStateGradients,
  type LayerStates,
  type StepGradients,
  type Stepwise,
  type StepwiseOptions,
  stepwise,
} from './attribution/stepwise.ts';
export { type CellName, cellNames, gateCounts, type Kernel } from './kernels/contract/kernel.ts';
export { availableKernels, selectKernel } from './kernels/index.ts';
export {
  type Activation,
  type ActivationName,
  type ActivationOptions,
  activation,
} from './layers/activation.ts';
export { type Dropout, type DropoutOptions, dropout } from './layers/dropout.ts';
export { type Embedding, type EmbeddingOptions, embedding } from './layers/embedding.ts';
export { type Linear, type LinearOptions, linear } from './layers/linear.ts';
export { recurrent } from './layers/recurrent.ts';
export { type NetworkSizes, planBytes } from './layers/recurrent-plan.ts';
export type {
  InputGradients,
  OutputGradients,
  Recurrent,
  RecurrentOptions,
  SequenceOutput,
  SequenceShape,
} from './layers/recurrent-types.ts';
export { crossEntropy, type SymbolLoss } from './losses/cross-entropy.ts';
export type { KernelLoss } from './losses/kernel-loss.ts';
export { meanSquaredError } from './losses/mean-squared-error.ts';
export { pinball } from './losses/pinball.ts';
export { createOnnxGraph, type OnnxGraph, type OnnxValue } from './onnx/graph.ts';
export { addActivation, addEmbedding, addLinear, addParameter, addRecurrent } from './onnx/layers.ts';
export { type AdamW, type AdamWOptions, type AdamWState, adamw } from './optimizers/adamw.ts';
export { clipGlobalNorm } from './optimizers/clip.ts';
export { oneCycle, type Schedule } from './optimizers/schedules.ts';
export { EngineError } from './primitives/engine-error.ts';
export type { Floats, Precision } from './primitives/floats.ts';
export { createParameters, type Parameters, type Tensor } from './primitives/parameters.ts';
export { createRng, type Rng } from './primitives/rng.ts';
export { decodeSafetensors, type SafetensorsFile, safetensorsMetadata } from './safetensors/decode.ts';
export { encodeSafetensors } from './safetensors/encode.ts';
export type { StoredTensor, TensorData } from './safetensors/format.ts';
