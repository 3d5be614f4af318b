/** What reading an event log has in common with reading a table of numbers. */
import { readPlainDate } from './dates.ts';

export { Faults, quoted } from '../faults/index.ts';
export { type Column, columnByKey, columnNamed, readHeader } from './columns.ts';
export { delimiterOf, readRecords } from './records.ts';
export { openText } from './text.ts';

const minuteMs = 60_000;

/** A number as it is, or a date or date-time in milliseconds, by its offset where it has one; null where it is neither. */
export function readMoment(text: string): number | null {
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return Number(text);
  const reading = readPlainDate(text);
  return reading === null ? null : reading.wall - (reading.offsetMinutes ?? 0) * minuteMs;
}
