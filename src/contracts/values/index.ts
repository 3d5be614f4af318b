export { csvCell, type Formulas, formulaChoices, unmarkedText } from './csv-cell.ts';
export { evenlySpaced } from './evenly-spaced.ts';
export { exportMark, exportTypes, exportWriter } from './export-marks.ts';
export {
  csvErrorsOf,
  csvHeadOf,
  csvOfForecast,
  csvRowsOf,
  linesOf,
  type TabularRequest,
  withEmptyCells,
} from './forecast-tables.ts';
export { groupedBySize } from './grouped-by-size.ts';
export { limits } from './limits.ts';
export { inBackticks, listedItems, listedNames, listItem } from './lists.ts';
export {
  cutText,
  hiddenDifference,
  lostName,
  seenText,
  spelledOut,
  unstorableReason,
} from './names.ts';
export { nearest } from './nearest.ts';
export { gateCounts, recurrentBytes } from './network-bytes.ts';
export { longestGap, missingValues, orNull, rowsOf, rowsUntil } from './rows.ts';
export {
  canonicalTimeZone,
  daysInMonth,
  formatTime,
  isWritable,
  parseTime,
  timeMaxMs,
  wallTime,
  wallToInstant,
  zoneOffsetMs,
} from './time.ts';
export { applicableFeatures, columnsOfFeature, type TimeFeature, timeFeatureNames } from './time-features.ts';
export { calendarApplies, type TimeKind, timeKinds } from './time-kind.ts';
export { type PartOfTime, partsOfTime } from './time-parts.ts';
export { unnamedTarget } from './unnamed-target.ts';
export { offsetSpanAt } from './zone-spans.ts';
