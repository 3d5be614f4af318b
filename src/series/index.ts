/** Reads time series from CSV and JSON, and knows their calendars. */
import type { SeriesReader } from '../contracts/ports.ts';
import { readCsv } from './csv/read.ts';
import { readInline, readJson } from './json.ts';

export { type CalendarHeader, nextTimes } from './calendar.ts';

export function createSeriesReader(): SeriesReader {
  return { csv: readCsv, json: readJson, inline: readInline };
}
