export { type Cores, coresOf, createCoreBudget, sharedSeries } from './cores.ts';
export { percent } from './percent.ts';
export {
  bootstrapInterval,
  type PairedLosses,
  pairedSkill,
  type SkillInterval,
  skillValue,
} from './skill.ts';
export { type Supervision, supervisionThrough, unsupervised } from './supervision.ts';
export { requireVersion, runsOfWeights, type WeightsKind } from './weights-version.ts';
