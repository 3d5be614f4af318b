export { attributeValue } from './attributes.ts';
export { typedNumber, typedText } from './decimal-mark.ts';
export { type Delimiter, delimiters } from './delimiter.ts';
export { isValue } from './header-checks.ts';
export { Table } from './table.ts';
