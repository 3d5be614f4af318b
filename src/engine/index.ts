export { gateNames, gatesOf } from './attribution/gates.ts';
export { gradientSharesByStep, type StepShares } from './attribution/step-shares.ts';
export {
  type LayerStateGradients,
  type LayerStates,
  type Stepwise,
  stepwise,
} from './attribution/stepwise.ts';
export {
  type EtsForm,
  type EtsParameters,
  type EtsRun,
  etsBounds,
  etsParametersOf,
  etsSeasons,
} from './kernels/contract/ets.ts';
export type { LagChange } from './kernels/contract/exact.ts';
export { type CellName, cellNames, gateCounts, type Kernel } from './kernels/contract/kernel.ts';
export {
  seasonalMoment,
  seasonalMomentCount,
  seasonalNumber,
  seasonalNumberCount,
} from './kernels/contract/seasonal-windows.ts';
export { exact } from './kernels/exact.ts';
export { availableKernels, selectKernel } from './kernels/index.ts';
export { givingBack } from './kernels/native/collected-memory.ts';
export { returnFreePages } from './kernels/native/free-pages.ts';
export { requestTimeSlice } from './kernels/native/time-slice.ts';
export { costOfRun, emptyRun, isAdmissible, runEts } from './kernels/reference/exact/ets.ts';
export { type Minimum, nelderMead } from './kernels/reference/exact/nelder-mead.ts';
export { activation } from './layers/activation.ts';
export { dropout } from './layers/dropout.ts';
export { embedding } from './layers/embedding.ts';
export { linear } from './layers/linear.ts';
export { recurrent } from './layers/recurrent.ts';
export { planBytes } from './layers/recurrent-plan.ts';
export type {
  Recurrent,
  RecurrentOptions,
} from './layers/recurrent-types.ts';
export { crossEntropy } from './losses/cross-entropy.ts';
export type { KernelLoss } from './losses/kernel-loss.ts';
export { meanSquaredError } from './losses/mean-squared-error.ts';
export { pinball } from './losses/pinball.ts';
export { createOnnxGraph, type OnnxGraph, type OnnxValue } from './onnx/graph.ts';
export { addActivation, addEmbedding, addLinear, addParameter, addRecurrent } from './onnx/layers.ts';
export { adamw } from './optimizers/adamw.ts';
export { clipGlobalNorm } from './optimizers/clip.ts';
export { oneCycle } from './optimizers/schedules.ts';
export { EngineError } from './primitives/engine-error.ts';
export type { Floats, Precision } from './primitives/floats.ts';
export { createParameters, type Parameters, type Tensor } from './primitives/parameters.ts';
export { squashed } from './primitives/squashed.ts';
export { createRng, type Rng } from './random/rng.ts';
export { decodeSafetensors, type SafetensorsFile, safetensorsMetadata } from './safetensors/decode.ts';
export { encodeSafetensors } from './safetensors/encode.ts';
