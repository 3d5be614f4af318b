export { explainForecast } from './explain.ts';
export {
  explainConstant,
  explainInstant,
  type InstantPlace,
  instantContributionsMax,
} from './instant-explanation.ts';
export { lookBackOf } from './look-back.ts';
export { memoryOf } from './memory.ts';
export { traceNetwork } from './trace.ts';
export { lastWindows } from './window-batch.ts';
