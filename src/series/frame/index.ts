export { ClosingRows, closingRowsIn } from './closing-rows.ts';
export { namesFiscalYear, refuseFiscalRows } from './fiscal-years.ts';
export { PeriodHead } from './period-head.ts';
export { PeriodRows } from './periods.ts';
export { isRuler, preambleOf } from './preamble.ts';
export { headRowsMax, type SkippedRow, textOf, titleRowsOf, warningOfTitles } from './titles.ts';
