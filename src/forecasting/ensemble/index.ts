export { stepFactors, type WidthFactors } from './calibration.ts';
export { createEnsemble } from './ensemble.ts';
export { type Fan, fanBuilder } from './fan.ts';
export { prepareWeightsFit } from './fit-on-held-out.ts';
export type { FittedModel, ObservationsNeed, ServedSpec } from './fitted-model.ts';
export { prepareHeldOutScores, type WindowScores } from './held-out-scores.ts';
export { type KeptForecasts, keepForecasts } from './kept-forecasts.ts';
export {
  type Member,
  type MemberBuild,
  memberFrom,
  type NetworkWeights,
  rebuildMembers,
  weightsOf,
} from './member.ts';
export type { Ingredients } from './mixture.ts';
export {
  candidates,
  type MixtureWeights,
  networkOnly,
  observationsRead,
  statisticalMembers,
} from './mixture-weights.ts';
export { oneStepForecasts } from './one-step-forecasts.ts';
export { exportNetworks } from './onnx.ts';
export {
  assumedCorrelation,
  drawScores,
  measuredCorrelation,
  type PathCorrelation,
  pathRng,
} from './sample-paths.ts';
export {
  decodeHeldOut,
  decodeInitial,
  decodeParts,
  encodeWeights,
  type Group,
  groups,
  type InitialMember,
  type InitialWeights,
  type ModelParts,
  modelOf,
  specOfWeights,
  tellsTrainedUntil,
  tensorNames,
  weightsKind,
} from './weights-file.ts';
