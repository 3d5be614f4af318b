export { ClosingRows } from './closing-rows.ts';
export { PeriodRows } from './periods.ts';
export { preambleOf, rulerPattern } from './preamble.ts';
export { headRowsMax, type SkippedRow, titleRowsOf, warningOfTitles } from './titles.ts';
