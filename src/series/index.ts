/** Reads and writes time series, and computes their calendars. */
import { packDataset } from '../chunks/index.ts';
import type { SeriesReader } from '../contracts/ports/index.ts';
import { createAppendChecker } from './append/index.ts';
import {
  createJsonThreadReader,
  observationsOf,
  readJson,
  readObservations,
  readOneShot,
  requireStatedTimes,
} from './json/index.ts';
import { createTableReader } from './table-bodies/index.ts';

export function createSeriesReader(): SeriesReader {
  return {
    ...createTableReader(),
    json: readJson,
    packed: packDataset,
    ...createJsonThreadReader(),
    observations: readObservations,
    oneShot: readOneShot,
    requireStatedTimes,
    observationsOf,
    checkAppend: createAppendChecker(),
  };
}
export {
  calendarOf,
  clockStepsAfter,
  clockStepsOf,
  expectedTimes,
  hasClockSteps,
  isSkippedTime,
  leavesOpenDays,
  nextTimes,
  stepsByClock,
  timeFeatureColumns,
  timesFrom,
  timesOfPanel,
  wallOf,
  withCalendar,
} from './calendar/index.ts';
export { type Column, columnByKey, columnNamed, readHeader } from './columns/index.ts';
export { delimiterOf, readRecords } from './csv/index.ts';
export { createSeriesWriter } from './export/index.ts';
export { Faults, listed, quoted, Warnings } from './faults/index.ts';
export { type CsvText, chunksOf, encodingWarnings, openText, readHead, withEncoding } from './text/index.ts';
export { isDate, type Moment, readMoment, statedForm, TimeReader, timeFormOf } from './times/index.ts';
