export { instantLimits } from './instant-limits.ts';
export { effectsWork, type FitReading, instantReach, type MethodFits, methodFits } from './method-fits.ts';
