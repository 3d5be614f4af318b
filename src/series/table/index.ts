export { attributeValue } from './attributes.ts';
export { isValue } from './header-checks.ts';
export { Table } from './table.ts';
