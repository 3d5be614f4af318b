export { attributeValue } from './attributes.ts';
export { type Delimiter, delimiters } from './delimiter.ts';
export { isValue } from './header-checks.ts';
export { Table } from './table.ts';
export { typedNumber, typedText } from './typed-cells.ts';
