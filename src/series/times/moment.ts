import { readPlainDate } from './dates.ts';

const minuteMs = 60_000;

/** A time that orders events. Those of different kinds cannot be compared. */
export interface Moment {
  kind: 'number' | 'date';
  /** The number, or milliseconds since 1970. */
  at: number;
}

/** Reads a number, or a date or date-time (with its offset, if it has one). Null for anything else. */
export function readMoment(text: string): Moment | null {
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return { kind: 'number', at: Number(text) };
  const reading = readPlainDate(text);
  if (reading === null) return null;
  return { kind: 'date', at: reading.wall - (reading.offsetMinutes ?? 0) * minuteMs };
}
