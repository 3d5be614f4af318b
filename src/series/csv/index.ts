export { attributeValue } from './attributes.ts';
export { typedNumber, typedText } from './decimal-mark.ts';
export { isValue } from './other-formats.ts';
export { readCsv } from './read.ts';
export { delimiterOf, readRecords } from './records.ts';
export { Table } from './table.ts';
