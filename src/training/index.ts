export { notesAndParts, summaryOf } from './card-texts.ts';
export { coresOf, createCoreBudget } from './cores.ts';
export { isFiniteAnswer, requireFinite } from './finite-answers.ts';
export { backtestProgress, scoringProgress, type TrainingPosition, trainingProgress } from './progress.ts';
export {
  bootstrapInterval,
  type PairedLosses,
  pairedSkill,
  type SkillInterval,
  skillValue,
  type TestedSkill,
} from './skill.ts';
export {
  type Order,
  type Stopped,
  type Supervision,
  stoppedBy,
  supervisionThrough,
  unsupervised,
} from './supervision.ts';
export {
  diverged,
  type LoopHooks,
  type LoopProgress,
  type LoopState,
  type LossHistory,
  runTrainingLoop,
} from './training-loop.ts';
export { weightValuesFault } from './weight-values.ts';
export { requireVersion, runsOfWeights, type TaskThreads, type WeightsKind } from './weights-version.ts';
