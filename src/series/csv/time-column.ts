import {
  type CsvOptions,
  isWritable,
  type TimeKind,
  wallToInstant,
  zoneOffsetMs,
} from '../../contracts/schemas/index.ts';
import { dayMs } from '../calendar/index.ts';
import { isSkipped, type SkippedTimes } from '../dataset/index.ts';
import { quoted, refuse, type Warnings, warnOfUnknownZone } from '../faults/index.ts';
import { type OpenDate, readOpenDate, readPlainDate, splitOpenDate, type WallReading } from './dates.ts';

type DateOrder = 'ymd' | 'mdy' | 'dmy';

/** Notation of a time column. For `open` it is not yet known whether the day or the month comes first. */
export type TimeForm =
  | { form: 'plain'; offsets: boolean }
  | { form: 'open' }
  | { form: 'year' }
  | { form: 'epoch'; perMs: number }
  | { form: 'index' };

export const acceptedTime =
  'a date such as 2020-04-20, a date-time such as 2020-04-20T09:30:00-04:00, or an integer';

/** Names of columns whose integers count steps, whatever their size. */
const indexNames = /^(index|idx|step|t|n|obs|period|row|unnamed0|)$/;
const integerPattern = /^[+-]?\d+(\.0*)?$/;
const numberPattern = /^\d+(\.\d+)?$/;

/** Units of epoch times, by magnitude: each range means 1973 to 2286. */
const epochUnits = [
  { from: 1e8, to: 1e10, perMs: 1e-3 },
  { from: 1e11, to: 1e13, perMs: 1 },
  { from: 1e14, to: 1e16, perMs: 1e3 },
  { from: 1e17, to: 1e19, perMs: 1e6 },
];

/** Names of the units of `epochUnits`. */
const epochFormats = ['unix_s', 'unix_ms', 'unix_us', 'unix_ns'];

/** Notation of a time column, from a sample of its non-empty cells; null if the column does not contain times.
 *  @param key normalised name of the column */
export function timeFormOf(sample: string[], key: string): TimeForm | null {
  if (sample.length === 0) return null;
  const mostly = (test: (cell: string) => boolean) => {
    let count = 0;
    for (const cell of sample) if (test(cell)) count++;
    return count > 0 && count >= sample.length / 2;
  };
  if (indexNames.test(key) && mostly((cell) => integerPattern.test(cell))) return { form: 'index' };
  if (mostly((cell) => readPlainDate(cell) !== null)) {
    // Daily data of a zone have midnight with the offset of the zone: `2020-04-20 00:00:00-04:00`.
    const offsets = sample.some((cell) => {
      const reading = readPlainDate(cell);
      return reading !== null && reading.offsetMinutes !== null && reading.wall % dayMs !== 0;
    });
    return { form: 'plain', offsets };
  }
  if (mostly((cell) => splitOpenDate(cell) !== null)) return { form: 'open' };
  if (!mostly((cell) => numberPattern.test(cell))) {
    return mostly((cell) => integerPattern.test(cell)) ? { form: 'index' } : null;
  }
  if (mostly((cell) => /^\d{4}$/.test(cell) && Number(cell) >= 1500 && Number(cell) <= 2200))
    return { form: 'year' };
  for (const { from, to, perMs } of epochUnits) {
    if (mostly((cell) => Number(cell) >= from && Number(cell) < to)) return { form: 'epoch', perMs };
  }
  return mostly((cell) => integerPattern.test(cell)) ? { form: 'index' } : null;
}

/** Reads the cells of a time column, row by row. `settle` decides in the end what depends on all rows: whether day or month
 *  comes first, and whether the times are dates or date-times. */
export class TimeColumn {
  /** Times that clocks of the zone skip, and the place of the first one. Known after `settle`. */
  skipped: (Omit<SkippedTimes, 'line'> & { column: number; row: number }) | null = null;
  private readonly form: TimeForm;
  private readonly timeZone: string | null;
  private readonly order: CsvOptions['date_order'];
  private readonly proofs: Partial<Record<DateOrder, number>> = {}; // line that proves the order
  private hasClock = false;
  private allMidnight = true;
  private ambiguous: { line: number; separator: string; text: string } | null = null;
  private reason: string | null = null;
  private offsetExample: string | null = null;

  constructor(form: TimeForm, order: CsvOptions['date_order'], timeZone: string | null) {
    this.form = form;
    this.order = order;
    this.timeZone = timeZone;
  }

  /** A preliminary time for `settle`, or null if the cell cannot be read; `fault` then says why. */
  read(cell: string, line: number): number | null {
    const { form } = this;
    const text = cell.trim();
    this.reason = null;
    switch (form.form) {
      case 'index': {
        const value = integerPattern.test(text) ? Number(text) : Number.NaN;
        return Number.isSafeInteger(value) ? value : null;
      }
      case 'year': {
        const reading = /^\d{4}$/.test(text) ? readPlainDate(`${text}-01-01`) : null;
        return reading?.wall ?? null;
      }
      case 'epoch': {
        const time = numberPattern.test(text) ? Math.round(Number(text) / form.perMs) : Number.NaN;
        return isWritable(time, 'instant') ? time : null;
      }
      case 'plain':
        return this.accept(readPlainDate(text), form.offsets, text);
      case 'open':
        return this.readOpen(text, line);
    }
  }

  /** The reason why the last cell could not be read. */
  fault(cell: string): { message: string; accepted: string } {
    const like = this.form.form === 'index' ? 'an integer, as in the earlier rows' : acceptedTime;
    return { message: this.reason ?? `${quoted(cell)} is not a time`, accepted: like };
  }

  private accept(reading: WallReading | null, offsets: boolean, text: string): number | null {
    if (reading === null) return null;
    if (reading.hasClock) this.hasClock = true;
    if (reading.wall % dayMs !== 0) this.allMidnight = false;
    if (!offsets) return reading.wall;
    if (reading.offsetMinutes !== null && reading.offsetMinutes !== 0) this.offsetExample ??= text;
    if (reading.offsetMinutes === null) {
      this.reason = 'the time has no offset from UTC, but other rows have one';
      return null;
    }
    const time = reading.wall - reading.offsetMinutes * 60_000;
    if (isWritable(time, 'instant')) return time;
    this.reason = 'the time is outside of the years 0001 to 9999 in UTC';
    return null;
  }

  private readOpen(text: string, line: number): number | null {
    const date = splitOpenDate(text);
    if (date === null) return null;
    if (this.order === 'ymd') return this.accept(readOpenDate(date, 'ymd'), false, text);
    const mdy = readOpenDate(date, 'mdy');
    const dmy = readOpenDate(date, 'dmy');
    if (mdy !== null && dmy !== null) {
      if (mdy.wall !== dmy.wall) this.ambiguous ??= { line, separator: date.separator, text };
      return this.accept(mdy, false, text);
    }
    if (mdy === null && dmy === null) return null;
    return this.readProof(date, text, line, mdy === null ? 'dmy' : 'mdy');
  }

  /** Reads a date that is valid in only one order, and so proves the order. */
  private readProof(date: OpenDate, text: string, line: number, order: 'mdy' | 'dmy'): number | null {
    const other = order === 'mdy' ? 'dmy' : 'mdy';
    const first = { mdy: 'month', dmy: 'day' };
    if (this.order === other) {
      this.reason = `${quoted(text)} does not start with the ${first[other]}, as date_order requires`;
      return null;
    }
    if (this.order === 'auto' && this.proofs[other] !== undefined) {
      this.reason = `${quoted(text)} starts with the ${first[order]}, but line ${this.proofs[other]} starts with the ${first[other]}`;
      return null;
    }
    this.proofs[order] ??= line;
    return this.accept(readOpenDate(date, order), false, text);
  }

  get kind(): TimeKind {
    return this.form.form === 'index' ? 'integer' : this.hasInstants() ? 'instant' : 'date';
  }

  /** Notation of the times as an option `time_format`. */
  get format(): string {
    switch (this.form.form) {
      case 'index':
        return 'integer';
      case 'epoch':
        return epochFormats[Math.round(Math.log10(this.form.perMs)) / 3 + 1];
      case 'year':
        return 'year';
      default:
        return 'iso';
    }
  }

  private hasInstants(): boolean {
    if (this.form.form === 'epoch') return true;
    return this.hasClock && !this.allMidnight;
  }

  /** Converts the preliminary times to final times, in place.
   *  @param columns times of each series, in the order of the rows
   *  @returns the kind of the times */
  settle(columns: Float64Array[], warnings: Warnings): TimeKind {
    if (this.form.form === 'open' && this.settledOrder(columns, warnings) === 'dmy') {
      for (const times of columns) swapDayAndMonth(times);
    }
    if (this.form.form === 'epoch') {
      const offsets = (time: number) => (this.timeZone === null ? 0 : zoneOffsetMs(time, this.timeZone));
      const isDaily = columns.every((times) => times.every((time) => (time + offsets(time)) % dayMs === 0));
      if (!isDaily) return 'instant';
      for (const times of columns) for (let i = 0; i < times.length; i++) times[i] += offsets(times[i]);
      return 'date';
    }
    if (this.kind === 'instant' && this.timeZone === null && this.offsetExample !== null)
      warnOfUnknownZone(this.offsetExample, warnings);
    const isWall = this.form.form !== 'plain' || !this.form.offsets;
    if (this.kind === 'instant' && isWall && this.timeZone !== null) {
      const { timeZone } = this;
      columns.forEach((times, column) => {
        wallsToInstants(times, timeZone, (wall, row) => {
          this.skipped ??= { count: 0, wall, instant: wallToInstant(wall, timeZone), column, row };
          this.skipped.count++;
        });
      });
      if (columns.some((times) => times.some((time) => !isWritable(time, 'instant'))))
        refuse('cell_invalid', {
          message: 'a time is outside of the years 0001 to 9999 in UTC',
          accepted: acceptedTime,
        });
    }
    return this.kind;
  }

  private settledOrder(columns: Float64Array[], warnings: Warnings): DateOrder {
    if (this.order !== 'auto') return this.order;
    if (this.proofs.mdy !== undefined) return 'mdy';
    if (this.proofs.dmy !== undefined) return 'dmy';
    if (this.ambiguous === null) return 'mdy';
    const { separator, line, text } = this.ambiguous;
    const order = evenerOrder(columns) ?? (separator === '/' ? 'mdy' : 'dmy');
    warnings.add(
      'date_order_assumed',
      `Dates such as ${quoted(text)} were read with the ${order === 'mdy' ? 'month' : 'day'} first, because no row shows the order. Set date_order=${order === 'mdy' ? 'dmy' : 'mdy'} to read them the other way.`,
      { line },
    );
    return order;
  }
}

/** The order of day and month with clearly more even steps in the longest series; null if neither is clearly better. */
function evenerOrder(columns: Float64Array[]): 'mdy' | 'dmy' | null {
  const longest = columns.reduce((a, b) => (b.length > a.length ? b : a));
  const swapped = longest.slice();
  swapDayAndMonth(swapped);
  const [mdy, dmy] = [unevenness(longest), unevenness(swapped)];
  if (longest.length < 4) return null;
  return mdy * 2 < dmy ? 'mdy' : dmy * 2 < mdy ? 'dmy' : null;
}

/** Longest step divided by shortest step. */
function unevenness(times: Float64Array): number {
  const ascending = times.toSorted();
  let [shortest, longest] = [Number.POSITIVE_INFINITY, 0];
  for (let i = 1; i < ascending.length; i++) {
    const step = ascending[i] - ascending[i - 1];
    if (step === 0) continue;
    shortest = Math.min(shortest, step);
    longest = Math.max(longest, step);
  }
  return longest / shortest;
}

/** Swaps day and month. Days after the 12th are not swapped: they have only one possible order. */
function swapDayAndMonth(times: Float64Array): void {
  for (let i = 0; i < times.length; i++) {
    const date = new Date(times[i]);
    const day = date.getUTCDate();
    if (day <= 12) times[i] = date.setUTCMonth(day - 1, date.getUTCMonth() + 1);
  }
}

type OnSkipped = (wall: number, row: number) => void;

function wallsToInstants(times: Float64Array, timeZone: string, onSkipped: OnSkipped): void {
  const last = times.length - 1;
  const descends = times[0] > times[last];
  if (descends) times.reverse();
  ascendingToInstants(times, timeZone, (wall, row) => onSkipped(wall, descends ? last - row : row));
  if (descends) times.reverse();
}

function ascendingToInstants(times: Float64Array, timeZone: string, onSkipped: OnSkipped): void {
  let previous = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < times.length; i++) {
    const wall = times[i];
    let time = wallToInstant(wall, timeZone);
    if (isSkipped(wall, time, timeZone)) onSkipped(wall, i);
    if (time <= previous) {
      // In the hour that clocks repeat in autumn, the second pass comes after the first.
      const later = wallToInstant(wall, timeZone, true);
      if (later > previous) time = later;
    }
    times[i] = time;
    previous = time;
  }
}
