export { createParquetReader } from './read.ts';
