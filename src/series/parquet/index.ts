export { parquetTable } from './table.ts';
