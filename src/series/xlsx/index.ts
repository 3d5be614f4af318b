export { readWorkbook } from './workbook.ts';
