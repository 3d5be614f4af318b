import { readPlainDate } from './dates.ts';

const minuteMs = 60_000;

/** Reads a number, or a date or date-time in milliseconds (with its offset, if it has one). Null for anything else. */
export function readMoment(text: string): number | null {
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return Number(text);
  const reading = readPlainDate(text);
  return reading === null ? null : reading.wall - (reading.offsetMinutes ?? 0) * minuteMs;
}
