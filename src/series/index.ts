/** Reads and writes time series, and computes their calendars. */
import type { SeriesReader } from '../contracts/ports/index.ts';
import { checkAppend } from './append/index.ts';
import { warningsOf } from './dataset/index.ts';
import {
  createJsonTextReader,
  observationsOf,
  readInline,
  readJson,
  readObservations,
} from './json/index.ts';
import { createTableReader } from './tables/index.ts';

export function createSeriesReader(): SeriesReader {
  return {
    table: createTableReader(),
    json: readJson,
    jsonText: createJsonTextReader(),
    inline: readInline,
    observations: readObservations,
    warningsOf,
    observationsOf,
    checkAppend,
  };
}
export { nextTimes, timeFeatureColumns, withCalendar } from './calendar/index.ts';
export {
  type Column,
  columnByKey,
  columnNamed,
  delimiterOf,
  readHeader,
  readMoment,
  readRecords,
} from './csv/index.ts';
export { createSeriesWriter } from './export/index.ts';
export { Faults, quoted } from './faults/index.ts';
export { openText } from './text/index.ts';
export { createBodyThreads, type ThreadError, threadFailure, toThreadError } from './threads/index.ts';
