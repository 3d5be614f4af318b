export { instantLimits } from './instant-limits.ts';
export { type FitReading, instantReach, type MethodFits, methodFits } from './method-fits.ts';
