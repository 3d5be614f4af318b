/** Reads and writes time series, and knows their calendars. */
import type { SeriesReader, SeriesWriter } from '../contracts/ports.ts';
import { readCsv } from './csv/read.ts';
import { exportCsv, exportParquet } from './export.ts';
import { readInline, readJson } from './json.ts';
import { createJsonTextReader } from './json-text.ts';

export { withCalendar } from './named-calendar.ts';

import { namedSole, observationsOf, readObservations } from './observations.ts';
import { createParquetReader } from './parquet/read.ts';

export { type CalendarHeader, nextTimes } from './calendar.ts';
export { timeFeatureColumns } from './time-features.ts';

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
