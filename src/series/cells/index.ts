export { decimalMarkOf, refuseJoinedFields } from './decimal-mark.ts';
export { type Delimiter, delimiters } from './delimiter.ts';
export { NumberReader } from './number-reader.ts';
export { grown, grownLength, Rows, roomMin } from './rows.ts';
export { typedName, typedNumber, typedText } from './typed-cells.ts';
