export { plannedSeconds } from './planned-seconds.ts';
export { trainEnsemble } from './train-ensemble.ts';
export { train } from './train-model.ts';
