export { alternatives, type FaultTexts } from './alternatives.ts';
export { Faults, listed, quoted, refuse } from './faults.ts';
export { refusingErrors } from './library-errors.ts';
export { Warnings, warnOfUnknownZone } from './warnings.ts';
