export { type FitReading, instantReach, type MethodFits, methodFits } from './method-fits.ts';
