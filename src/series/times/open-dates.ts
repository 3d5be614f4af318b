/** Dates of three numbers, such as `4/20/2020`, `24-01-05` or `200105`: which number is the year, the month and the day
 *  is found from all of them. */
import { daysInMonth } from '../../contracts/values/index.ts';
import { dayFrom, dayMs, isoDate, weekdayOf } from '../calendar/index.ts';
import { alternatives, quoted, refuse, type Warnings } from '../faults/index.ts';
import { fullYear, type OpenDate } from './dates.ts';
import { repeatsOf } from './repeats.ts';
import { fitsWeekday } from './time-words.ts';

/** `ym`: the first two numbers are the year, and the third is the month. `my`: the first is the month, and
 *  the others are the year. */
export type DateOrder = 'mdy' | 'dmy' | 'ymd' | 'ym' | 'my';

const orders: DateOrder[] = ['mdy', 'dmy', 'ymd', 'ym', 'my'];
const starts: Record<DateOrder, string> = {
  mdy: 'starts with the month',
  dmy: 'starts with the day',
  ymd: 'starts with the year',
  ym: 'is a year and a month',
  my: 'is a month and a year',
};

/** Fewer times show no steps. */
const timesMin = 4;
/** So many times are hardly in order by chance. */
const orderedTimesMin = 6;
/** The steps of the right order are more even by this factor. */
const evenerFactor = 2;

/** Distance of the codes of two dates, and place of the midnight of a date. The times of a date with an offset from UTC
 *  reach from the day before to the day after in UTC. The largest code is a safe integer. */
const codeSpan = 270_000_000;
const midnightCode = 90_000_000;
/** Codes of dates of which the last number is a year of four digits; the other two numbers have five bits each. */
const longYearCodes = 10_000 * 1_024;

interface Example {
  date: OpenDate;
  line: number;
  text: string;
}

export class OpenDates {
  private readonly stated: DateOrder | null;
  /** Orders in which every date so far is one of the calendar. */
  private alive: DateOrder[];
  /** For each other order, the date that does not fit it. */
  private readonly proofs: Partial<Record<DateOrder, Example>> = {};
  /** A date that the orders read differently, if there is one. */
  private example: Example | null = null;
  private clockFormat = '';
  /** Why the last date was refused, if more is known than that it is no date. */
  reason: string | null = null;

  /** @param order the order that the caller states; null: it is found */
  constructor(order: DateOrder | null) {
    this.stated = order;
    this.alive = order === null ? orders : [order];
  }

  /** A code for `settle`, different for different times. Null if no order that fits the earlier dates fits this one. */
  add(date: OpenDate, line: number, text: string): number | null {
    let failed = 0;
    for (const order of this.alive) if (!fits(date, order)) failed++;
    if (failed === this.alive.length) {
      this.reason = this.contradiction(date, text);
      return null;
    }
    if (failed > 0) {
      const example = { date, line, text };
      for (const order of this.alive) if (!fits(date, order)) this.proofs[order] = example;
      this.alive = this.alive.filter((order) => fits(date, order));
    }
    if (this.example === null) this.example = { date, line, text };
    else if (this.alive.length > 1) {
      // The date whose readings differ most is the best example.
      const shown = readingsOf(this.example.date, this.alive);
      if (shown < this.alive.length && readingsOf(date, this.alive) > shown)
        this.example = { date, line, text };
    }
    if (date.clockFormat.length > this.clockFormat.length) this.clockFormat = date.clockFormat;
    return codeOf(date);
  }

  private contradiction(date: OpenDate, text: string): string | null {
    const fitting = orders.filter((order) => fits(date, order));
    if (fitting.length === 0)
      return date.weekdays === null ? null : `${quoted(text)} has another weekday than its date`;
    if (this.stated !== null)
      return `${quoted(text)} does not fit the order that is stated: that a date ${starts[this.stated]}`;
    const proof = fitting.map((order) => this.proofs[order]).find((known) => known !== undefined);
    if (proof === undefined) return null;
    return `${quoted(text)} ${starts[fitting[0]]}, but ${quoted(proof.text)} on line ${proof.line} ${starts[this.alive[0]]}`;
  }

  get hasClock(): boolean {
    return this.clockFormat !== '';
  }

  /** Converts the codes of each series to dates, to wall-clock times, or to instants if they have
   *  offsets from UTC, in place.
   *  @returns the notation of the times
   *  @throws AppError reading_ambiguous if several orders fit, and the steps do not show which is right */
  settle(columns: Float64Array[], warnings: Warnings, areDates: boolean): string {
    const order = this.settledOrder(columns, warnings);
    const timeOf = areDates ? dateOf : wallOf;
    for (const times of columns) for (let i = 0; i < times.length; i++) times[i] = timeOf(times[i], order);
    return this.formatOf(order);
  }

  private settledOrder(columns: Float64Array[], warnings: Warnings): DateOrder {
    const { alive, example } = this;
    if (alive.length === 1 || example === null) {
      if (this.stated === null) this.refuseTurned(columns);
      return alive[0];
    }
    const codes = evidenceOf(columns);
    const read = alive.map((order) => codes.map((code) => wallOf(code, order)));
    const isSame = read.every((times) => times.every((time, i) => time === read[0][i]));
    const customary = this.customary();
    // Rows that are added later may be read differently, so the usual order is taken where there is one.
    if (isSame && readingsOf(example.date, alive) === 1) {
      if (customary === null) this.warnOfUnshown(alive, example, warnings);
      return alive[customary ?? 0];
    }
    const ways = alive.map((order) => ({ format: this.formatOf(order), date: written(example.date, order) }));
    const shown = clearest(read);
    const best = shown ?? customary;
    if (best === null) {
      return refuse('reading_ambiguous', {
        line: example.line,
        path: '?time_format',
        message: `${quoted(example.text)} is ${ways.map(({ date }) => date).join(' or ')}, and neither a row nor the steps show which`,
        accepted: ways.map(({ format, date }) => `time_format=${format} to read ${date}`).join(', or '),
        alternatives: alternatives('time_format', ...ways.map(({ format }) => format)),
      });
    }
    const others = ways.filter((_, i) => i !== best).map(({ format }) => format);
    warnings.add(
      'date_order_assumed',
      `Dates such as ${quoted(example.text)} were read as ${ways[best].format}: ${ways[best].date}. No row shows the order, ${shown === null ? 'and this one is the usual one' : 'but their steps do'}. Set ${others.map((format) => `time_format=${format}`).join(' or ')} to read them the other way.`,
      { line: example.line, alternatives: alternatives('time_format', ...others) },
    );
    return alive[best];
  }

  /** A spreadsheet that reads `1/2/2024` by its own order, and leaves `13/1/2024` as text, turns days and months of
   *  some rows. Then the rows are in order only if these are turned back. @throws AppError reading_ambiguous */
  private refuseTurned(columns: Float64Array[]): void {
    const [order] = this.alive;
    if (this.example === null || (order !== 'mdy' && order !== 'dmy')) return;
    const codes = evidenceOf(columns);
    if (codes.length < orderedTimesMin) return;
    const other = order === 'mdy' ? 'dmy' : 'mdy';
    const isOpen = (code: number) =>
      partsIn(code)
        .slice(0, 2)
        .every((part) => part <= 12);
    const turned = (code: number) => wallOf(code, isOpen(code) ? other : order);
    if (isOrdered(codes.map((code) => wallOf(code, order))) || !isOrdered(codes.map(turned))) return;
    const at = codes.findIndex((code) => turned(code) !== wallOf(code, order));
    const [read, instead] = [wallOf(codes[at], order), turned(codes[at])].map(isoDate);
    refuse('reading_ambiguous', {
      path: '?time_format',
      message: `dates whose day is above 12 show that a date ${starts[order]}, but the rows are in order only if the other dates have another order: the first of them is ${read} or ${instead}. A spreadsheet may have read a part of the dates`,
      accepted: `dates in one order, best as 2024-01-31, or time_format=${this.formatOf(order)} to read all of them as they are written`,
      alternatives: alternatives('time_format', this.formatOf(order)),
    });
  }

  private warnOfUnshown(alive: DateOrder[], { text, line }: Example, warnings: Warnings): void {
    const [usual, ...others] = alive.map((order) => this.formatOf(order));
    warnings.add(
      'date_order_assumed',
      `No row shows the order of day and month in dates such as ${quoted(text)}. Rows that are added later are read with time_format=${usual}. Set ${others.map((format) => `time_format=${format}`).join(' or ')} to read them the other way.`,
      { line, alternatives: alternatives('time_format', ...others) },
    );
  }

  /** Position of the order that a notation has almost everywhere: day first with points, year
   *  and month in six digits. */
  private customary(): number | null {
    const { separator } = this.example!.date;
    const at = this.alive.indexOf(separator === '.' ? 'dmy' : 'ym');
    return at < 0 ? null : at;
  }

  /** The notation of the dates in an order, as an option `time_format`. */
  private formatOf(order: DateOrder): string {
    if (order === 'ym' || this.example === null) return '%Y%m';
    if (order === 'my') return '%m%Y';
    const { separator, isYearLast } = this.example.date;
    const year = isYearLast ? '%Y' : '%y';
    return [...order].map((part) => (part === 'y' ? year : `%${part}`)).join(separator) + this.clockFormat;
  }
}

/** Whether three numbers look like a date. Six digits without separators do only if the calendar has the date. The
 *  number in the middle is a month or a day, so that `18.00.00` is none. */
export function looksOpen(date: OpenDate | null): boolean {
  if (date === null || date.parts[1] === 0) return false;
  return date.separator !== '' || orders.some((order) => fits(date, order));
}

const openFormat =
  /^%([dmy])([-/.]?)%([dmy])\2%([dmyY])\.?(?:[ T]?%[HI]:%M(?::%S)?(?:\.%f)?(?: ?%p)?(?: ?%z)?)?$/;

/** The order of a format of strptime that dates of three numbers have; null for other formats. Such times are read in
 *  every notation of the clock and the offset, as those are from which the format was found. */
export function openOrderOf(format: string): DateOrder | null {
  const match = openFormat.exec(format);
  if (match === null) return null;
  const [, one, separator, two, three] = match;
  const order = `${one}${two}${three.toLowerCase()}`;
  const isCompact = separator === '' && three !== 'Y';
  return (separator !== '' || isCompact) && orders.includes(order as DateOrder) ? (order as DateOrder) : null;
}

type Parts = OpenDate['parts'];

function partsOf([a, b, c]: Parts, order: DateOrder): [year: number, month: number, day: number] {
  switch (order) {
    case 'mdy':
      return [fullYear(c), a, b];
    case 'dmy':
      return [fullYear(c), b, a];
    case 'ymd':
      return [fullYear(a), b, c];
    case 'ym':
      return [a * 100 + b, c, 1];
    case 'my':
      return [b * 100 + c, a, 1];
  }
}

function fits({ parts, separator, isYearLast, weekdays }: OpenDate, order: DateOrder): boolean {
  if (isYearLast && (order === 'ymd' || parts[2] < 100)) return false;
  if (order === 'ym' && (separator !== '' || parts[0] < 15 || parts[0] > 22)) return false;
  if (order === 'my' && (separator !== '' || (parts[1] !== 19 && parts[1] !== 20))) return false;
  const [year, month, day] = partsOf(parts, order);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return false;
  return fitsWeekday(weekdays, weekdayOf(dayFrom(year, month, day)));
}

/** Wall-clock times of dates in the first order that fits all of them; null if none does. */
export function wallsOf(dates: readonly OpenDate[]): number[] | null {
  const order = orders.find((one) => dates.every((date) => fits(date, one)));
  if (order === undefined) return null;
  return dates.map(({ parts, clock }) => dayFrom(...partsOf(parts, order)) * dayMs + clock);
}

/** How many different days the orders read. */
function readingsOf({ parts }: OpenDate, among: DateOrder[]): number {
  return new Set(among.map((order) => partsOf(parts, order).join())).size;
}

function written({ parts }: OpenDate, order: DateOrder): string {
  const [year, month, day] = partsOf(parts, order);
  return new Date(Date.UTC(year, month - 1, day))
    .toISOString()
    .slice(0, order === 'ym' || order === 'my' ? 7 : 10);
}

function codeOf({ parts: [a, b, c], clock, offsetMinutes }: OpenDate): number {
  const date = c >= 100 ? (c * 32 + a) * 32 + b : longYearCodes + (a * 100 + b) * 100 + c;
  return date * codeSpan + midnightCode + clock - (offsetMinutes ?? 0) * 60_000;
}

/** The three numbers of a date. */
function partsIn(code: number): Parts {
  const date = Math.floor(code / codeSpan);
  if (date < longYearCodes) return [Math.floor(date / 32) % 32, date % 32, Math.floor(date / 1_024)];
  const short = date - longYearCodes;
  return [Math.floor(short / 10_000), Math.floor(short / 100) % 100, short % 100];
}

/** The midnight that begins the day of a time. */
function dateOf(code: number, order: DateOrder): number {
  return dayFrom(...partsOf(partsIn(code), order)) * dayMs;
}

/** The wall-clock time; the instant if the time has an offset from UTC. */
function wallOf(code: number, order: DateOrder): number {
  return dateOf(code, order) + (code % codeSpan) - midnightCode;
}

/** The codes of the longest series, or of all series if they are very short, in the order of the rows. */
function evidenceOf(columns: Float64Array[]): number[] {
  const longest = columns.reduce((a, b) => (b.length > a.length ? b : a));
  const codes = longest.length >= timesMin ? [longest] : columns;
  const all = Float64Array.from(codes.flatMap((times) => [...times]));
  const isRepeat = new Uint8Array(all.length);
  for (const { row } of repeatsOf(all)) isRepeat[row] = 1;
  return Array.from(all.filter((_, row) => isRepeat[row] === 0));
}

/** Position of the reading whose steps are clearly the most even, or which alone is in order; null if there is none.
 *  @param read the same times in each reading, in the order of the rows */
function clearest(read: number[][]): number | null {
  if (read[0].length < timesMin) return null;
  const uneven = read.map(unevenness);
  const best = uneven.indexOf(Math.min(...uneven));
  if (uneven.every((value, i) => i === best || uneven[best] * evenerFactor < value)) return best;
  if (read[0].length < orderedTimesMin) return null;
  const ordered = read.map(isOrdered);
  return ordered.filter(Boolean).length === 1 ? ordered.indexOf(true) : null;
}

function isOrdered(times: number[]): boolean {
  const isAscending = times.every((time, i) => i === 0 || time > times[i - 1]);
  return isAscending || times.every((time, i) => i === 0 || time < times[i - 1]);
}

/** Longest step divided by shortest step. Infinite if all steps are months or years from a day on which no period
 *  begins or ends: such steps come from a day that is read as the month or the year. */
function unevenness(times: number[]): number {
  const ascending = times.toSorted((a, b) => a - b);
  let [shortest, longest] = [Number.POSITIVE_INFINITY, 0];
  for (let i = 1; i < ascending.length; i++) {
    const step = ascending[i] - ascending[i - 1];
    if (step === 0) continue;
    shortest = Math.min(shortest, step);
    longest = Math.max(longest, step);
  }
  const day = new Date(times[0]).getUTCDate();
  const isOneDay = times.every((time) => new Date(time).getUTCDate() === day);
  if (isOneDay && shortest >= 28 * dayMs && ![1, 15, 28, 29, 30, 31].includes(day))
    return Number.POSITIVE_INFINITY;
  return longest / shortest;
}
