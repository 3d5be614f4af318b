export { readCsv } from './read.ts';
export { delimiterOf, readRecords } from './records.ts';
