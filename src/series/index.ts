/** Reads and writes time series, and computes their calendars. */
import type { SeriesReader, SeriesWriter } from '../contracts/ports/index.ts';
import { checkAppend } from './append/index.ts';
import { warningsOf } from './dataset/index.ts';
import { exportCsv, exportParquet } from './export.ts';
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

export function createSeriesWriter(): SeriesWriter {
  return { csv: exportCsv, parquet: exportParquet };
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
export { Faults, quoted } from './faults/index.ts';
export { openText } from './text/index.ts';
export { createBodyThreads, type ThreadError, threadFailure, toThreadError } from './threads/index.ts';
