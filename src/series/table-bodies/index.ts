export { createTableReader } from './reader.ts';
