export { type Column, columnByKey, columnNamed, readHeader } from './columns.ts';
export { type Chunks, collected, readHead } from './head.ts';
export { readMoment } from './moment.ts';
export { readCsv } from './read.ts';
export { delimiterOf, readRecords } from './records.ts';
export { Table } from './table.ts';
export { chunksOf, openText } from './text.ts';
