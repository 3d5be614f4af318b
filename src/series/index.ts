/** Reads and writes time series, and knows their calendars. */
import type { SeriesReader, SeriesWriter } from '../contracts/ports/index.ts';
import { readCsv } from './csv/index.ts';
import { exportCsv, exportParquet } from './export.ts';
import {
  createJsonTextReader,
  namedSole,
  observationsOf,
  readInline,
  readJson,
  readObservations,
} from './json/index.ts';
import { createParquetReader } from './parquet/index.ts';

export function createSeriesReader(): SeriesReader {
  return {
    csv: readCsv,
    parquet: createParquetReader(),
    json: readJson,
    jsonText: createJsonTextReader(),
    inline: readInline,
    observations: (series, header, soleId) => readObservations(namedSole(series, soleId), header),
    observationsOf,
  };
}

export function createSeriesWriter(): SeriesWriter {
  return { csv: exportCsv, parquet: exportParquet };
}
export { type CalendarHeader, nextTimes, timeFeatureColumns, withCalendar } from './calendar/index.ts';
export {
  type Column,
  columnByKey,
  columnNamed,
  delimiterOf,
  openText,
  readHeader,
  readMoment,
  readRecords,
} from './csv/index.ts';
export { Faults, quoted } from './faults/index.ts';
export { createBodyThreads, jsonFailed, type Told, told } from './threads/index.ts';
