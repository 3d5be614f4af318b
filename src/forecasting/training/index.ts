export { plannedSeconds } from './planned-seconds.ts';
export { type TrainedEnsemble, trainEnsemble } from './train-ensemble.ts';
export { train } from './train-model.ts';
