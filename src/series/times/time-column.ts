import type { TableOptions } from '../../contracts/schemas/index.ts';
import { isWritable, type TimeKind, wallToInstant } from '../../contracts/values/index.ts';
import { dayMs, type Step } from '../calendar/index.ts';
import { isOfOtherCalendar, type SkippedTimes, wallsToInstants } from '../dataset/index.ts';
import {
  alternatives,
  type FaultTexts,
  quoted,
  refuse,
  type Warnings,
  warnOfUnknownZone,
} from '../faults/index.ts';
import { plainCharacters } from '../text/index.ts';
import { startOfClockRange } from './clock-ranges.ts';
import {
  hasEnglishMonth,
  monthFormatOf,
  type PeriodUnit,
  readPlainDate,
  splitOpenDate,
  type WallReading,
} from './dates.ts';
import {
  MonthDays,
  PeriodKind,
  type PeriodReason,
  periodOfName,
  reasonAgainstDay,
  reasonAgainstMonth,
  ShortMonths,
} from './named-periods.ts';
import { OffsetTimes } from './offset-times.ts';
import { looksOpen, OpenDates, openOrderOf } from './open-dates.ts';
import {
  indexNames,
  openNames,
  readSerial,
  type SerialFormat,
  SerialTimes,
  serialFormats,
} from './serial-times.ts';
import { compileFormat, type TimeFormat } from './strptime.ts';
import { abbreviatedZone, acceptedWithoutZone } from './time-words.ts';

/** Notation of a time column: a date whose order is certain, a date of three numbers, a plain number, or a format that
 *  the caller states. `offsets` tells whether the sample has times with an offset from UTC that are no midnights. */
export type TimeForm =
  | { form: 'plain'; offsets: boolean; format: TimeFormat | null }
  | { form: 'open' }
  | { form: 'serial' };

const acceptedTime =
  'a date such as 2020-04-20, a date-time such as 2020-04-20T09:30:00-04:00, or an integer; set time_format for another notation';

/** Characters of each end of a period. */
const intervalEndMax = 64;

const integerPattern = /^[+-]?\d+(\.0*)?$/;
/** Count of the numbers between two months such as 202312 and 202401. */
const skippedAtYearEnd = 100 - 12;

/** Notation of a time column, from a sample of its non-empty cells; null if the column does not contain times.
 *  @param key normalised name of the column */
export function timeFormOf(written: string[], key: string): TimeForm | null {
  if (written.length === 0) return null;
  const sample = written.map((cell) => plainCharacters(cell.trim()));
  const mostly = (test: (cell: string) => boolean) => {
    let count = 0;
    for (const cell of sample) if (test(cell)) count++;
    return count > 0 && count >= sample.length / 2;
  };
  const areDates = openNames.test(key) && areCompactDates(sample);
  if (indexNames.test(key) && !areDates && mostly((cell) => integerPattern.test(cell)))
    return { form: 'serial' };
  if (mostly((cell) => looksOpen(splitOpenDate(cell)))) return { form: 'open' };
  if (mostly((cell) => readPlainDate(cell) !== null)) return plainForm(sample, null);
  return mostly((cell) => readSerial(cell) !== null) ? { form: 'serial' } : null;
}

/** Whether a cell is a date of digits such as `20240131`, or a month such as `202401`. */
function isCompactDate(cell: string): boolean {
  return /^(?:\d{6}|\d{8})(?:\.0+)?$/.test(cell) && readPlainDate(cell) !== null;
}

/** Whether more than half of the plain numbers are dates: one that is none may be a typing error. Six-digit numbers are
 *  a counter, not months, if every invalid month is next to another number, and no pair jumps
 *  from December to January. */
function areCompactDates(sample: readonly string[]): boolean {
  const numbers = sample.filter((cell) => integerPattern.test(cell));
  const dates = numbers.filter(isCompactDate);
  if (dates.length <= numbers.length / 2) return false;
  if (dates.length === numbers.length || /^\d{8}/.test(dates[0])) return true;
  const months = Float64Array.from(new Set(dates.map(Number))).sort();
  const step = Math.min(...months.subarray(1).map((month, i) => month - months[i]));
  const times = new Set(numbers.map(Number));
  const isNextToAnother = (time: number) => times.has(time - step) || times.has(time + step);
  const someCrossYearEnd = [...times].some((time) => times.has(time + step + skippedAtYearEnd));
  return someCrossYearEnd || numbers.some((cell) => !isCompactDate(cell) && !isNextToAnother(Number(cell)));
}

/** Whether a cell is a date by itself, and no plain number. */
export function isDate(cell: string): boolean {
  const form = timeFormOf([cell], 'date')?.form;
  return form === 'plain' || form === 'open';
}

/** Whether a cell is a time of a date. Zones put them a day apart at most. */
export function isTimeOfDate(written: string, date: string): boolean {
  const [cell, dated] = [written, date].map((text) => plainCharacters(text.trim()));
  if (!cell.includes(':')) return false;
  if (cell.startsWith(dated)) return true;
  const [time, day] = [readPlainDate(cell), readPlainDate(dated)];
  return (
    time !== null && day?.hasClock === false && Math.abs(time.wall - day.wall - dayMs / 2) <= 1.5 * dayMs
  );
}

const interval = /^(.+?[\d)])\s+[-–—]\s+(.*\d.*)$/;
/** As in ISO 8601: `2024-01-01/2024-01-07`. */
const isoInterval = /^(\d{4}-\d\d-\d\d[^/]*)\/(\d{4}-\d\d-\d\d[^/]*)$/;

/** Periods whose start has no year, such as `02.01. - 08.01.2023` and `2 Jan - 8 Jan 2023`. */
const yearlessInterval =
  /^(\d{1,2}\.\s?(?:\d{1,2}\.|\p{L}{3,12}\.?)|\d{1,2}\s+\p{L}{3,12}\.?)\s*[-–—]\s*(.*\d.*)$/u;
/** A name with a number, such as `Jan 02`: a day without a year, or a month of a year. */
const nameAndNumber = /^\p{L}{3,12}\.?\s+(\d{1,2})$/u;

/** The start of a period such as `01.01.2024 00:00 - 01.01.2024 01:00`; null for other cells. A start without a year,
 *  as in `Jan 02 - Jan 08 2023`, is the last such day before the end.
 *  @param areClockRanges whether the column has periods such as `2024-01-08 08:00-09:00` */
export function startOfInterval(cell: string, areClockRanges: boolean): string | null {
  const text = plainCharacters(cell.slice(0, 2 * intervalEndMax).trim());
  const ofClock = startOfClockRange(text, areClockRanges);
  if (ofClock !== null) return isDate(ofClock) ? ofClock : null;
  const [, yearless, last] = yearlessInterval.exec(text) ?? [];
  if (yearless !== undefined) return dayBefore(yearless, last);
  const [, start, end] = interval.exec(text) ?? isoInterval.exec(text) ?? [];
  if (start === undefined || !isDate(end)) return null;
  const number = nameAndNumber.exec(start)?.[1];
  if (number === undefined) return isDate(start) ? start : null;
  const endNumber = nameAndNumber.exec(end)?.[1];
  if (endNumber === undefined) return dayBefore(start, end);
  // `Jan 22 - Mar 22` are months of 2022. `Jan 02 - Jan 08` are days without a year.
  const years = Number(endNumber) - Number(number);
  return (years === 0 || years === 1) && isDate(start) ? start : null;
}

/** A day without a year, with that of the end of its period, or the year before; null if the end is no day. */
function dayBefore(start: string, end: string): string | null {
  const year = Number(/(?<!\d)\d{4}(?!\d)/.exec(end)?.[0]);
  if (Number.isNaN(year) || !isDate(end)) return null;
  const isNumbers = /^[\d.\s]+$/.test(start);
  const inYear = (of: number) => `${isNumbers ? start.replace(/\s/g, '') : `${start} `}${of}`;
  const [first, last] = [dayIn(inYear(year)), dayIn(end)];
  if (first === null || last === null) return null;
  return inYear(first <= last ? year : year - 1);
}

/** Number that orders days; null if a text is no day. Days of numbers begin with the day, as those with points do. */
function dayIn(text: string): number | null {
  const open = splitOpenDate(text);
  if (open === null) {
    const read = readPlainDate(text);
    return read === null || read.period !== undefined ? null : read.wall;
  }
  const [day, month, year] = open.parts;
  return Date.UTC(year, month - 1, day);
}

/** The notation that the caller states in `time_format`. @throws AppError request_invalid */
export function statedForm(format: string, sample: string[]): TimeForm {
  if (format === 'iso') return plainForm(sample, null);
  if (isSerialFormat(format)) return { form: 'serial' };
  if (openOrderOf(format) !== null) return { form: 'open' };
  return plainForm(sample, compileFormat(format, '?time_format'));
}

/** Whether most cells can be read in the notation that the caller states. */
export function mostlyFits(format: string, cells: string[]): boolean {
  const form = statedForm(format, cells);
  const fits = (cell: string) => {
    if (form.form === 'serial') return readSerial(cell) !== null;
    if (form.form === 'open') return splitOpenDate(cell) !== null;
    return (form.format === null ? readPlainDate(cell) : form.format.read(cell)) !== null;
  };
  const fitting = cells.filter((cell) => fits(cell.trim())).length;
  return fitting > 0 && fitting >= cells.length / 2;
}

export function isSerialFormat(format: string | undefined): format is SerialFormat {
  return serialFormats.some((known) => known === format);
}

function plainForm(sample: string[], format: TimeFormat | null): TimeForm {
  const read = format === null ? readPlainDate : format.read;
  const offsets = sample.some((cell) => {
    const reading = read(plainCharacters(cell.trim()));
    return reading !== null && reading.offsetMinutes !== null && reading.wall % dayMs !== 0;
  });
  return { form: 'plain', offsets, format };
}

/** Times of a dataset that further rows continue. */
export interface ContinuedTimes {
  time_kind: TimeKind | null;
  /** The step of the dataset; null if it is not known. */
  step: string | null;
  /** Whether its times had an offset from UTC other than zero, or none at all; null if it is not
   *  known, or does not matter. */
  offsets: 'all' | 'none' | null;
}

/** Reads the cells of a time column, row by row. `settle` decides in the end what depends on all rows: the order of day
 *  and month, the meaning of numbers, and whether the times are dates or date-times. */
export class TimeReader {
  /** Times that clocks of the zone skip, and the place of the first one. Known after `settle`. */
  skipped: (Omit<SkippedTimes, 'line'> & { column: number; row: number }) | null = null;
  /** Rows without a value whose times clocks of the zone skip, in the order of their columns. Known after `settle`. */
  readonly emptySkipped: { column: number; row: number }[] = [];
  private form: TimeForm;
  /** Whether numbers count steps, also those that look like dates such as 202401. */
  private readonly continuesIntegers: boolean;
  private readonly timeZone: string | null;
  private readonly open: OpenDates;
  private readonly serial: SerialTimes;
  private hasClock = false;
  private allMidnight = true;
  private reason: string | null = null;
  /** The first time that was read. */
  private first: string | null = null;
  /** Other notations that the reason names. */
  private otherFormats: readonly string[] = [];
  private readonly periodName: ReturnType<typeof periodOfName>;
  private readonly statedFormat: string | undefined;
  private readonly periods: PeriodKind;
  private readonly monthDays = new MonthDays();
  private readonly shortMonths: ShortMonths;
  private readonly continuedOffsets: ContinuedTimes['offsets'];
  private readonly offsets: OffsetTimes;
  private readonly continuesInstants: boolean;
  /** The first of the times if all are like `2010/11` or `2010/1`; null if one is not. */
  private seasons: { first: string; line: number; count: number } | null | undefined;
  /** The format of all cells so far, if they have English names of months; undefined before the first cell. */
  private monthFormat: TimeFormat | null | undefined;

  /** @param key normalised name of the column
   *  @param continued the times of the dataset that the rows continue
   *  @param isFrom1904 whether serial numbers count days from 1904-01-01 */
  constructor(
    form: TimeForm,
    key: string,
    { date_order, time_format }: Pick<TableOptions, 'date_order' | 'time_format'>,
    timeZone: string | null,
    { time_kind = null, step = null, offsets = null }: Partial<ContinuedTimes> = {},
    isFrom1904 = false,
  ) {
    refuseOtherOrder(date_order, time_format);
    this.periodName = periodOfName(key);
    this.periods = new PeriodKind(step);
    this.shortMonths = new ShortMonths(key, step);
    this.continuedOffsets = offsets;
    this.continuesInstants = time_kind === 'instant';
    this.offsets = new OffsetTimes(form.form === 'plain' && form.offsets, this.continuesInstants);
    this.form = form;
    this.timeZone = timeZone;
    const order = date_order === 'auto' ? null : date_order;
    this.open = new OpenDates(time_format === undefined ? order : openOrderOf(time_format));
    this.statedFormat = time_format;
    this.serial = new SerialTimes(
      key,
      isSerialFormat(time_format) ? time_format : null,
      time_kind,
      isFrom1904,
    );
    this.continuesIntegers = time_kind === 'integer' && time_format === undefined;
  }

  /** A preliminary time for `settle`, or null if the cell cannot be read; `fault` then says why. */
  read(cell: string, line: number): number | null {
    const text = plainCharacters(cell.trim());
    if (this.continuesIntegers && this.form.form !== 'serial' && readSerial(text) !== null)
      this.form = { form: 'serial' };
    const { form } = this;
    this.reason = null;
    this.otherFormats = [];
    switch (form.form) {
      case 'serial':
        return this.serial.add(text, line);
      case 'plain': {
        const reading = form.format === null ? readPlainDate(text) : form.format.read(text);
        if (reading !== null) {
          this.refuseAs(
            form.format === null ? reasonAgainstMonth(this.periodName, text, reading.period) : null,
          );
          this.reason ??= this.periods.reasonAgainst(text, line, reading.period);
          if (this.reason !== null) return null;
        } else if (form.format === null) this.refuseAs(reasonAgainstDay(text));
        // A total below the table shows nothing about the times.
        if (reading !== null && form.format === null) this.watch(text, line, reading);
        return this.accept(reading, text, line);
      }
      case 'open': {
        const date = splitOpenDate(text);
        if (date === null) return null;
        this.refuseAs(
          date.separator === '' && this.statedFormat === undefined
            ? reasonAgainstMonth(this.periodName, text)
            : null,
        );
        if (this.reason !== null) return null;
        const { clock, clockFormat, offsetMinutes } = date;
        if (clock !== 0) this.allMidnight = false;
        const reading = { wall: clock, hasClock: clockFormat !== '', offsetMinutes };
        if (this.accept(reading, text, line) === null) return null;
        this.open.reason = null;
        const code = this.open.add(date, line, text);
        this.reason = this.open.reason;
        if (code !== null) this.first ??= text;
        return code;
      }
    }
  }

  /** The reason why the last cell could not be read.
   *  @param isTyped whether the file has dates with a type, which are no texts */
  fault(cell: string, isTyped = false): FaultTexts {
    const { form } = this;
    const zone = this.reason === null ? abbreviatedZone(cell) : null;
    if (zone !== null)
      return {
        message: `${quoted(cell)} has the abbreviation of a zone, ${zone}`,
        accepted: acceptedWithoutZone,
      };
    if (this.reason === null && this.isOtherNotation(cell))
      return {
        message: `${quoted(cell)} is a time in another notation than ${this.notation()}${isTyped ? ', and a part of the times are texts' : ''}`,
        accepted:
          this.statedFormat === undefined
            ? 'one notation in all rows of the column, best as 2020-04-20'
            : 'times in that notation, or in time_format the notation of all rows',
      };
    const isOffset = this.reason !== null && this.reason === this.offsets.reason;
    const accepted = isOffset
      ? 'an offset from UTC in all times of the column, or in none'
      : form.form === 'plain' && form.format !== null
        ? `a time in the notation ${form.format.format}`
        : form.form === 'serial'
          ? 'a number, as in the earlier rows; set time_format for another notation'
          : acceptedTime;
    return {
      message: this.reason ?? `${quoted(cell)} is not a time`,
      accepted: hasOtherYear(cell)
        ? `${accepted}; dates of another calendar, such as the Persian or the Buddhist one, have to be converted`
        : accepted,
      alternatives: alternatives('time_format', ...this.otherFormats),
    };
  }

  private refuseAs(found: PeriodReason | null): void {
    this.reason = found?.message ?? null;
    this.otherFormats = found?.formats ?? [];
  }

  /** Whether a cell that cannot be read is a time, but not in the notation of the column. */
  private isOtherNotation(cell: string): boolean {
    const text = plainCharacters(cell.trim());
    if (this.form.form === 'open') return readPlainDate(text) !== null;
    return this.form.form === 'plain' && this.form.format === null && looksOpen(splitOpenDate(text));
  }

  /** The notation of the column, as a format or by an example. */
  private notation(): string {
    if (this.statedFormat !== undefined) return this.statedFormat === 'iso' ? 'ISO 8601' : this.statedFormat;
    return this.first === null ? 'most rows have' : quoted(this.first);
  }

  private watch(text: string, line: number, reading: WallReading): void {
    this.monthDays.add(text, line);
    this.shortMonths.add(text, line);
    if (this.monthFormat !== null) this.watchMonths(text, reading);
    if (this.seasons !== null) this.watchSeasons(text, line);
  }

  private watchMonths(text: string, { wall }: WallReading): void {
    if (this.monthFormat === undefined) {
      const format = monthFormatOf(text);
      this.monthFormat = format === null ? null : compileFormat(format, '?time_format');
    }
    const fits = this.monthFormat?.read(text)?.wall === wall && hasEnglishMonth(text);
    if (!fits) this.monthFormat = null;
  }

  private watchSeasons(text: string, line: number): void {
    const match = /^(\d{4})[-/](\d\d?)$/.exec(text);
    const isSeason = match !== null && (Number(match[1]) + 1) % 10 ** match[2].length === Number(match[2]);
    if (!isSeason) this.seasons = null;
    else if (this.seasons) this.seasons.count += text === this.seasons.first ? 0 : 1;
    else this.seasons = { first: text, line, count: 1 };
  }

  /** `2010/11`, `2011/12` are years that begin in one calendar year and end in the next, or months 13 months apart.
   *  @throws AppError reading_ambiguous */
  private refuseSeasons(): void {
    if (!this.seasons || this.seasons.count < 2) return;
    const { first, line } = this.seasons;
    const [year, month] = [first.slice(0, 4), first.slice(5)];
    refuse('reading_ambiguous', {
      line,
      path: '?time_format',
      message: `${quoted(first)} is the year from ${year} to ${Number(year) + 1}, or month ${month} of ${year}, and every time of the column can be read so`,
      accepted: `the first day of each year, such as ${year}-07-01, or time_format=%Y${first[4]}%m to read months`,
      alternatives: alternatives('time_format', `%Y${first[4]}%m`),
    });
  }

  private accept(reading: WallReading | null, text: string, line: number): number | null {
    if (reading === null) return null;
    if (reading.hasClock) this.hasClock = true;
    if (reading.wall % dayMs !== 0) this.allMidnight = false;
    this.reason = this.offsetReason(reading);
    if (this.reason !== null) return null;
    const time = this.offsets.add(reading, text, line);
    this.reason = this.offsets.reason;
    if (this.form.form === 'plain' && time !== null) this.first ??= text;
    return time;
  }

  /** Why the offset of a time, or that it has none, does not fit the dataset that it continues; null if it fits. */
  private offsetReason({ offsetMinutes, hasClock }: WallReading): string | null {
    if (this.continuedOffsets === null || !hasClock || this.timeZone !== null) return null;
    if (this.continuedOffsets === 'none' && offsetMinutes)
      return 'the time has an offset from UTC, but the times of the dataset have none and count as UTC. Send the times as those of the upload, or in UTC with Z';
    if (this.continuedOffsets === 'all' && offsetMinutes === null)
      return 'the time has no offset from UTC, but the times of the dataset have one. Add the offset, or set time_zone';
    return null;
  }

  /** Converts the preliminary times to final times, in place.
   *  @param columns times of each series, in the order of the rows
   *  @param hasValue whether a row of a series has any value
   *  @returns the kind of the times, and their notation as an option `time_format`
   *  @throws AppError reading_ambiguous, cell_invalid */
  settle(
    columns: Float64Array[],
    warnings: Warnings,
    hasValue: HasValue = () => true,
  ): { kind: TimeKind; format: string } {
    const { form, offsets } = this;
    this.refuseSeasons();
    this.monthDays.refuse();
    this.shortMonths.refuse();
    if (form.form === 'serial') {
      const { format, kind } = this.serial.settle(columns, this.timeZone, warnings);
      if (kind === 'wall') this.toInstants(columns, hasValue);
      return { format, kind: kind === 'wall' ? 'instant' : kind };
    }
    // Daily data of a zone have midnight with the offset of the zone: `2020-04-20 00:00:00-04:00`. Among the times of a
    // dataset with date-times such a midnight is an instant.
    const areDates = !this.hasClock || (this.allMidnight && !(this.continuesInstants && offsets.areThere));
    let format: string;
    if (form.form === 'open') {
      format = this.open.settle(columns, warnings, areDates);
      if (offsets.areThere) requireInstants(columns);
    } else {
      format = form.format?.format ?? this.monthFormat?.format ?? 'iso';
      offsets.settle(columns, areDates);
    }
    if (areDates) return { format, kind: 'date' };
    if (this.timeZone === null && offsets.example !== null) warnOfUnknownZone(offsets.example, warnings);
    if (!offsets.areThere) this.toInstants(columns, hasValue);
    return { format, kind: 'instant' };
  }

  /** The step of times that each name a period, such as a month; null for other times. Known after `settle`. */
  periodStep(format: string): Step | null {
    const period = format === 'year' ? 'year' : this.periods.kind;
    return period === null || period === 'day' ? null : stepsOfPeriods[period];
  }

  /** The first day if no row has a time of day, but the times continue a dataset with a shorter step; null for other
   *  times. Known after `settle`. */
  get bareDay(): string | null {
    const areDays = this.form.form !== 'serial' && !this.hasClock;
    return areDays && this.continuesInstants && this.periods.isStepWithinDay ? this.first : null;
  }

  /** Whether the times have offsets from UTC; null if they have no time of day, or count. Known after `settle`. */
  get hasOffsets(): boolean | null {
    if (this.form.form === 'serial' || this.allMidnight) return null;
    return this.offsets.areThere;
  }

  /** Converts wall-clock times of the time zone, in place. Without a time zone they are in UTC. */
  private toInstants(columns: Float64Array[], hasValue: HasValue): void {
    const { timeZone } = this;
    if (timeZone === null) return;
    columns.forEach((times, column) => {
      wallsToInstants(times, timeZone, (wall, row) => {
        if (!hasValue(column, row)) {
          this.emptySkipped.push({ column, row });
          return;
        }
        this.skipped ??= { count: 0, wall, instant: wallToInstant(wall, timeZone), column, row };
        this.skipped.count++;
      });
    });
    requireInstants(columns);
  }
}

/** Whether a cell is like a date with a year that other calendars have today, such as `29/02/2567`. */
function hasOtherYear(cell: string): boolean {
  const match = /^(?:(\d{4})([-/.])\d\d?\2\d\d?|\d\d?([-/.])\d\d?\3(\d{4}))(?!\d)/.exec(
    plainCharacters(cell.trim()),
  );
  return match !== null && isOfOtherCalendar(Number(match[1] ?? match[4]));
}

/** @throws AppError cell_invalid for an instant that cannot be written */
function requireInstants(columns: readonly Float64Array[]): void {
  if (columns.some((times) => times.some((time) => !isWritable(time, 'instant'))))
    refuse('cell_invalid', {
      message: 'a time is outside of the years 0001 to 9999 in UTC',
      accepted: acceptedTime,
    });
}

/** @throws AppError request_invalid if the parts of a date have one order in `date_order`, and
 *  another in `time_format` */
function refuseOtherOrder(date_order: TableOptions['date_order'], time_format: string | undefined): void {
  if (date_order === 'auto' || time_format === undefined) return;
  const parts = [...time_format.matchAll(/%-?([dmbByY])/g)].map(([, part]) => (/b/i.test(part) ? 'm' : part));
  const order = parts.join('').toLowerCase();
  if (order.length !== 3 || order === date_order) return;
  refuse('request_invalid', {
    path: '?date_order',
    message: `date_order=${date_order} contradicts time_format=${time_format}, which has the order ${order}`,
    accepted: 'one of them',
  });
}

const stepsOfPeriods: Record<PeriodUnit | 'year', Step> = {
  week: { unit: 'day', count: 7 },
  month: { unit: 'month', count: 1 },
  quarter: { unit: 'month', count: 3 },
  half: { unit: 'month', count: 6 },
  year: { unit: 'month', count: 12 },
};

type HasValue = (column: number, row: number) => boolean;
