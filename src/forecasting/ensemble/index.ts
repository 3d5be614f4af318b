export { factorsByQuantile } from './calibration.ts';
export { createEnsemble } from './ensemble.ts';
export {
  type EnsembleWeights,
  networkOnly,
  observationsRead,
  statisticalMembers,
} from './ensemble-weights.ts';
export { type Fan, fanBuilder } from './fan.ts';
export { fitEnsembleWeights } from './fit-weights.ts';
export type { FittedModel, ServedSpec } from './fitted-model.ts';
export { heldOutScores } from './held-out-scores.ts';
export { buildMember, type Member, type MemberBuild, rebuildMembers } from './member.ts';
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
  decodeWeights,
  encodeWeights,
  type Group,
  type InitialMember,
  type ModelParts,
  modelOf,
  weightsKind,
} from './weights-file.ts';
