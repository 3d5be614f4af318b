export { refuseFiscalOrder } from './fiscal-times.ts';
export type { Sample } from './split-times.ts';
export { describeTimes, hasTime, TimeCells, timeColumnsIn } from './time-cells.ts';
export { type JoinedTime, partOfKey, timeColumnsOf } from './time-parts.ts';
export { type TimePlan, timePlan } from './time-plan.ts';
export { possiblePart } from './unnamed-parts.ts';
