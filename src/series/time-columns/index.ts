export { namesClock } from './clock-column.ts';
export { refuseFiscalOrder } from './fiscal-times.ts';
export { warnOfOtherTimes } from './other-times.ts';
export { type JoinedTime, listedParts, partOfKey, timeColumnsOf } from './part-columns.ts';
export type { Sample } from './split-times.ts';
export { describeTimes, hasTime, TimeCells, timeColumnsIn } from './time-cells.ts';
export { type TimePlan, timePlan } from './time-plan.ts';
export { possiblePart } from './unnamed-parts.ts';
