export { ClosingRows } from './closing-rows.ts';
export { refuseFiscalRows } from './fiscal-years.ts';
export { type PeriodColumns, PeriodRows, periodRowsMax } from './periods.ts';
export { isRuler, preambleOf } from './preamble.ts';
export { headRowsMax, type SkippedRow, textOf, titleRowsOf, warningOfTitles } from './titles.ts';
