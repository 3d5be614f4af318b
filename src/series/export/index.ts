export { createSeriesWriter } from './writer.ts';
