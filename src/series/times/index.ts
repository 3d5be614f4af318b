export { areClockRanges } from './clock-ranges.ts';
export { areOnSameDays, differencesOf } from './differences.ts';
export { type Moment, readMoment } from './moment.ts';
export { labelsIn, weekFormatOf } from './named-periods.ts';
export { openOrderOf } from './open-dates.ts';
export {
  acceptedCells,
  clockText,
  clockWithColons,
  dateAtMidnight,
  dateOfParts,
  isPointClock,
  mayBeDecimalHours,
  nameOfPart,
  type PartValues,
  partValue,
} from './part-cells.ts';
export { distinctCount, repeatsOf } from './repeats.ts';
export { indexNames } from './serial-times.ts';
export {
  isDate,
  isSerialFormat,
  isTimeOfDate,
  mostlyFits,
  startOfInterval,
  statedForm,
  type TimeForm,
  TimeReader,
  timeFormOf,
} from './time-column.ts';
export { abbreviatedZone, acceptedWithoutZone } from './time-words.ts';
export { namesMonthOrWeekday } from './words-of-days.ts';
