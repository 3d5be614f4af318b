export { readMoment } from './moment.ts';
export { labelsIn, weekFormatOf } from './named-periods.ts';
export { distinctCount, repeatsOf } from './repeats.ts';
export { indexNames } from './serial-times.ts';
export {
  isDate,
  isSerialFormat,
  mostlyFits,
  startOfInterval,
  statedForm,
  TimeColumn,
  type TimeForm,
  timeFormOf,
} from './time-column.ts';
export {
  acceptedCells,
  clockText,
  dateOfParts,
  nameOfPart,
  type PartValues,
  partValue,
} from './time-parts.ts';
export { abbreviatedZone, acceptedWithoutZone } from './time-words.ts';
