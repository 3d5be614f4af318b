/** Times that are plain numbers: counts of steps, years, serial numbers of Excel, and seconds since 1970. */
import { isWritable, type TimeKind } from '../../contracts/values/index.ts';
import { dayFrom, dayMs, isoDate, wallOf } from '../calendar/index.ts';
import { alternatives, quoted, refuse, type Warnings } from '../faults/index.ts';
import { type CompactPeriod, monthOf, possiblePeriod, provenPeriod } from './compact-periods.ts';
import { periodOfName } from './named-periods.ts';

export const serialFormats = [
  ...(['integer', 'year', 'excel', 'unix_d', 'unix_s', 'unix_ms', 'unix_us', 'unix_ns'] as const),
] as const;
export type SerialFormat = (typeof serialFormats)[number];

/** Units of epoch times, by magnitude: each range means 1973 to 2286. */
const epochUnits: { format: SerialFormat; from: number; to: number }[] = [
  { format: 'unix_s', from: 1e8, to: 1e10 },
  { format: 'unix_ms', from: 1e11, to: 1e13 },
  { format: 'unix_us', from: 1e14, to: 1e16 },
  { format: 'unix_ns', from: 1e17, to: 1e19 },
];
/** Windows and .NET count units of 100 ns from earlier years. From 1981 to 2076 and from 1997 to 2060 their counts are
 *  nanoseconds since 1970 of two short spans, 1973 to 1974 and 1989 to 1990. */
const ticks = [
  { from: 1.2e17, to: 1.5e17, name: 'Windows (FILETIME)', zeroDay: dayFrom(1601, 1, 1) },
  { from: 6.3e17, to: 6.5e17, name: '.NET (ticks)', zeroDay: dayFrom(1, 1, 1) },
];
const ticksPerMs = 1e4;
const hourNs = 3_600_000 * 1e6;
const namesOfUnits: Partial<Record<SerialFormat, string>> = {
  unix_s: 'seconds',
  unix_ms: 'milliseconds',
  unix_us: 'microseconds',
  unix_ns: 'nanoseconds',
};
const perMs: Partial<Record<SerialFormat, number>> = {
  unix_d: 1 / dayMs,
  unix_s: 1e-3,
  unix_ms: 1,
  unix_us: 1e3,
  unix_ns: 1e6,
};

/** Serial numbers of Excel count days from 1899-12-30, or from 1904-01-01. From 1899 this range means
 *  1954-10-03 to 2099-12-31. */
const excelRange = { from: 20_000, to: 73_050 };
/** Serial numbers of Excel from here on mean 2050 and later, and modified Julian dates mean 2009 to 2058. */
const julianMin = 55_000;
const zeroDayOfJulian = dayFrom(1858, 11, 17);
const zeroDay1899 = dayFrom(1899, 12, 30);
const zeroDay1904 = dayFrom(1904, 1, 1);
/** Times since 1970 from here on are rather times since 1904, which Macintosh and LabVIEW count. */
const epochDistantMs = dayFrom(2050, 1, 1) * dayMs;

/** Serial numbers up to here are days before 1970 in Excel, or days since 1970 from 2024 to 2039. */
const unixDaysMax = 25_568;
/** Larger integers in a column that is named after the calendar do not count its days, weeks or months from a start. */
const countedMax = 5_000;

/** Names of columns whose integers count steps, whatever their size. */
export const indexNames = /^(index|idx|step|t|n|obs|period|row|rownum|unnamed\d+|)$/;
/** Names of columns whose integers usually count steps, but may be dates as well: nobody has named
 *  the column after them. */
export const openNames = /^(index|t|n|period|unnamed\d+|)$/;
/** Names of columns of years. Years of two digits may as well count from the first year of a study. */
const yearNames = /^(calendar|fiscal)?(years?|yr|jahr|ann[eé]e|an|a[ñn]o|anno|연도|년도|年)$/;
/** Numbers of these columns that may be years. */
const openYears = { from: 1900, to: 2100 };
/** Names of columns of parts of a year or a day, which begin again. */
const partNames =
  /week|woche|^kw$|semaine|semana|settimana|month|monat|^(mois|mes|mese|maand)$|quarter|quartal|hour|stunde|^(heure|hora|ora|월|주|분기|시|月|週|周|時|时)$/;
/** Names of columns of months, weeks or quarters. */
const periodNames =
  /week|woche|^kw$|semaine|semana|settimana|month|monat|^(mois|mes|mese|maand)$|quarter|quartal|trimest|^(월|주|분기|月|週|周)$/;
/** Fewer steps do not show that numbers count. */
const turnStepsMin = 3;
/** Names of columns that have dates, so that large integers are serial numbers. */
const dateNames = /date|datum|fecha|^ds$|timestamp|^day$|^month$|^week$/;
const calendarNames =
  /date|datum|fecha|^ds$|timestamp|week|woche|^kw$|month|monat|quarter|quartal|year|jahr|^period$|^(day|tag|mois|mes|mese|날짜|일자|일시|월|분기|연도|日期|日付)$/;

const serialPattern = /^[+-]?\d+([.,]\d*)?$/;

/** The number in a cell of times; null for another text. A comma may separate the decimals, and none the thousands. */
export function readSerial(text: string): number | null {
  return serialPattern.test(text) ? Number(text.replace(',', '.')) : null;
}

/** Collects the numbers of a time column, and finds what they count from all of them. */
export class SerialTimes {
  private readonly key: string;
  private readonly continuedKind: TimeKind | null;
  private readonly excelZeroDay: number;
  private format: SerialFormat | null;
  private lowest = Number.POSITIVE_INFINITY;
  private highest = Number.NEGATIVE_INFINITY;
  private fraction: { text: string; line: number } | null = null;
  private first: { text: string; line: number } | null = null;
  private hasFourDigits = true;
  /** Whether all numbers are like `2024.01`. */
  private areDottedMonths = true;
  /** Whether a number such as `0101` has a zero before it, as days of a month have. */
  private hasZeroBefore = false;
  /** Whether a number such as `03` has a zero before it, as years of two digits have. */
  private hasShortZero = false;
  private decimalsMax = 0;
  /** Numbers by the unit since 1970 that their size shows; the last are of no unit. */
  private readonly inUnits = [...epochUnits, null].map((unit) => ({ unit, count: 0, text: '', line: 0 }));

  /** @param key normalised name of the column
   *  @param format what the numbers count, if the caller says so
   *  @param continuedKind kind of the times of the dataset that the numbers continue
   *  @param isFrom1904 whether serial numbers count days from 1904-01-01 */
  constructor(
    key: string,
    format: SerialFormat | null,
    continuedKind: TimeKind | null = null,
    isFrom1904 = false,
  ) {
    this.key = key;
    this.continuedKind = continuedKind;
    this.excelZeroDay = isFrom1904 ? zeroDay1904 : zeroDay1899;
    this.format = format ?? (indexNames.test(key) && !openNames.test(key) ? 'integer' : null);
  }

  add(text: string, line: number): number | null {
    const value = readSerial(text);
    if (value === null || Math.abs(value) > 1e19) return null;
    const isWhole = Number.isInteger(value);
    if (this.format === 'integer' && !(isWhole && Number.isSafeInteger(value))) return null;
    this.first ??= { text, line };
    this.watchUnit(value, text, line);
    if (!isWhole) {
      this.fraction ??= { text, line };
      this.decimalsMax = Math.max(this.decimalsMax, text.length - text.search(/[.,]/) - 1);
    }
    if (value < this.lowest) this.lowest = value;
    if (value > this.highest) this.highest = value;
    if (!/^\d{4}(?:[.,]0*)?$/.test(text)) this.hasFourDigits = false;
    if (!/^(?:1[5-9]|2[0-2])\d\d\.(?:0[1-9]|1[0-2])$/.test(text)) this.areDottedMonths = false;
    if (/^0\d{3}/.test(text)) this.hasZeroBefore = true;
    if (/^0\d$/.test(text)) this.hasShortZero = true;
    return value;
  }

  /** Converts the numbers of each series to times, in place.
   *  @returns the notation, and whether the times are dates, wall-clock times, instants or integers
   *  @throws AppError reading_ambiguous, cell_invalid */
  settle(
    columns: Float64Array[],
    timeZone: string | null,
    warnings: Warnings,
  ): { format: string; kind: 'date' | 'wall' | 'instant' | 'integer' } {
    const months = this.format === null ? this.monthsIn(columns) : null;
    if (months?.format) {
      mapAll(columns, (value) => monthOf(value, months));
      return { format: months.format, kind: 'date' };
    }
    const format = this.format ?? this.found(columns);
    switch (format) {
      case 'integer':
        if (this.fraction !== null) this.refuseFraction('a count of steps, which is an integer');
        if (this.format === null && this.continuedKind === null) this.refuseTurn(columns);
        return { format, kind: 'integer' };
      case 'year':
        if (this.fraction !== null || this.lowest < 1 || this.highest > 9999) this.refuseFraction('a year');
        mapAll(columns, (year) => new Date(0).setUTCFullYear(year, 0, 1));
        return { format, kind: 'date' };
      case 'excel': {
        // Four decimals are 9 s: such times were rounded from minutes.
        if (this.format === null && this.lowest >= julianMin) this.warnOfJulian(warnings);
        const unit = this.decimalsMax > 4 ? 1_000 : 60_000;
        mapAll(columns, (days) => Math.round(((days + this.excelZeroDay) * dayMs) / unit) * unit);
        this.checkWritable(columns, format);
        return { format, kind: this.fraction === null ? 'date' : 'wall' };
      }
      default: {
        const factor = perMs[format]!;
        if (this.format === null && this.lowest / factor >= epochDistantMs) this.warnOf1904(format, warnings);
        mapAll(columns, (time) => Math.round(time / factor));
        this.checkWritable(columns, format);
        return { format, kind: datesOfEpoch(columns, timeZone) ? 'date' : 'instant' };
      }
    }
  }

  /** Months such as 2301 in a column that is named after the calendar, if their steps prove
   *  them; null for other numbers.
   *  @throws AppError reading_ambiguous for other periods, and where the steps do not prove them */
  private monthsIn(columns: readonly Float64Array[]): CompactPeriod | null {
    const { key, hasFourDigits } = this;
    const isNamed = (calendarNames.test(key) || periodNames.test(key)) && !yearNames.test(key);
    if (!isNamed || this.continuedKind === 'integer' || this.fraction !== null) return null;
    const name = periodOfName(key);
    const proven = provenPeriod(columns, hasFourDigits);
    if (proven?.format && name === null) return proven;
    if (proven !== null) this.refuseCompact(proven);
    // In other columns such numbers are rather years, or counts.
    const mayBeYears = this.lowest >= openYears.from && this.highest <= openYears.to;
    if (!hasFourDigits || this.hasZeroBefore || (mayBeYears && !periodNames.test(key))) return null;
    const possible = possiblePeriod(columns, name);
    if (possible !== null) this.refuseCompact(possible);
    return null;
  }

  private found(columns: readonly Float64Array[]): SerialFormat {
    const { lowest, highest, fraction } = this;
    if (this.continuedKind === 'integer') return 'integer';
    if (openNames.test(this.key) && this.hasFourDigits && lowest >= openYears.from && highest <= openYears.to)
      return this.continuedKind === 'date' ? 'year' : this.refuseYears();
    if (this.hasFourDigits && !openNames.test(this.key) && lowest >= 1500 && highest <= 2200) return 'year';
    const isYear = yearNames.test(this.key);
    const isShort = lowest >= 0 && highest <= 99 && fraction === null;
    if (isShort && isYear && (lowest > 1 || this.hasShortZero)) this.refuseShortYears();
    if (isShort && (isYear || calendarNames.test(this.key)) && columns.some(turnsCentury))
      this.refuseShortYears();
    const unit = epochUnits.find(({ from, to }) => lowest >= from && highest < to);
    if (unit?.format === 'unix_ns') this.refuseTicks(columns);
    if (unit !== undefined) return unit.format;
    this.refuseUnits();
    if (this.hasZeroBefore && fraction === null && calendarNames.test(this.key)) return this.refuseNamed();
    const isNamed = calendarNames.test(this.key) && lowest > countedMax;
    if (openNames.test(this.key) && fraction === null && !isNamed) return 'integer';
    const isExcel = lowest >= excelRange.from && highest <= excelRange.to;
    const isDated = dateNames.test(this.key) || fraction !== null;
    if (isExcel && isDated) return highest <= unixDaysMax ? this.refuseDays(true) : 'excel';
    if (fraction !== null) return this.refuseFraction('a time in a notation that is known');
    if (isExcel) return this.refuseDays(true);
    if (isNamed) return highest <= unixDaysMax ? this.refuseDays(false) : this.refuseNamed();
    return 'integer';
  }

  /** Warns of serial numbers that may be modified Julian dates, because they are decades ahead. */
  private warnOfJulian(warnings: Warnings): void {
    const { text, line } = this.first!;
    const days = Number(text.replace(',', '.'));
    const dateFrom = (zeroDay: number) => isoDate((Math.floor(days) + zeroDay) * dayMs);
    warnings.add(
      'times_distant',
      `${quoted(text)} was read as ${dateFrom(this.excelZeroDay)}, a serial number of Excel. As a modified Julian date it is ${dateFrom(zeroDayOfJulian)}. Upload dates if that is meant, or set time_format=excel to keep this reading without a warning.`,
      { line, alternatives: alternatives('time_format', 'excel') },
    );
  }

  /** Warns of times since 1970 that may be times since 1904, because they are decades ahead. */
  private warnOf1904(format: SerialFormat, warnings: Warnings): void {
    const { text, line } = this.first!;
    const ms = Math.round(Number(text.replace(',', '.')) / perMs[format]!);
    warnings.add(
      'times_distant',
      `${quoted(text)} was read as ${isoDate(ms)}, ${namesOfUnits[format]} since 1970. Counted since 1904 it is ${isoDate(ms + zeroDay1904 * dayMs)}. Upload dates if that is meant, or set time_format=${format} to keep this reading without a warning.`,
      { line, alternatives: alternatives('time_format', format) },
    );
  }

  /** Refuses counts of Windows and .NET, which may be nanoseconds since 1970 as well, unless these are all full hours.
   *  @throws AppError reading_ambiguous */
  private refuseTicks(columns: readonly Float64Array[]): void {
    const found = ticks.find(({ from, to }) => this.lowest >= from && this.highest < to);
    if (found === undefined || columns.every((times) => times.every((time) => time % hourNs === 0))) return;
    const { text, line } = this.first!;
    const date = isoDate(Math.round(found.zeroDay * dayMs + Number(text) / ticksPerMs));
    refuse('reading_ambiguous', {
      line,
      path: '?time_format',
      message: `${quoted(text)} is ${writtenMs(Number(text), 'unix_ns')} as nanoseconds since 1970, or ${date} as ${found.name} counts time`,
      accepted: `time_format=unix_ns to read nanoseconds, or times such as ${date}T00:00:00Z in place of the counts`,
      alternatives: alternatives('time_format', 'unix_ns'),
    });
  }

  private watchUnit(value: number, text: string, line: number): void {
    const found = this.inUnits.find(({ unit }) => unit === null || (value >= unit.from && value < unit.to))!;
    if (found.count === 0) [found.text, found.line] = [text, line];
    found.count++;
  }

  /** Refuses times since 1970 in two units, and times among which a few are no such times: a part of the rows would be
   *  far from the others. @throws AppError reading_ambiguous */
  private refuseUnits(): void {
    const [usual, odd] = this.inUnits.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
    const total = this.inUnits.reduce((sum, { count }) => sum + count, 0);
    if (odd === undefined || usual.unit === null || usual.count < total / 2) return;
    const others = this.inUnits.find(({ unit }) => unit === null)!;
    if (openNames.test(this.key) && others.count > 0) return;
    // Counts of rows may go past the smallest of these times.
    if (odd.unit === null && Number(odd.text) > usual.unit.from / 10) return;
    const asOdd =
      odd.unit === null
        ? 'is no such time'
        : `may be ${namesOfUnits[odd.unit.format]}: ${writtenMs(Number(odd.text), odd.unit.format)}`;
    refuse('reading_ambiguous', {
      line: odd.line,
      path: '?time_format',
      message: `numbers such as ${quoted(usual.text)} may be ${namesOfUnits[usual.unit.format]} since 1970, as ${writtenMs(Number(usual.text), usual.unit.format)}, but ${quoted(odd.text)} ${asOdd}`,
      accepted: 'one unit in all rows, or time_format=integer if the numbers count steps',
      alternatives: alternatives('time_format', 'integer'),
    });
  }

  /** Refuses weeks, months and other parts of a year that begin again, as 52, 53, 1, 2: in ascending order the rows of
   *  the second year would stand before those of the first. @throws AppError reading_ambiguous */
  private refuseTurn(columns: readonly Float64Array[]): void {
    if (!partNames.test(this.key)) return;
    const turn = columns.map(turnOf).find((found) => found !== null);
    if (turn === undefined) return;
    refuse('reading_ambiguous', {
      path: '?time_format',
      message: `the numbers go from ${turn.from} to ${turn.to}, as at the start of a new year or day, and the column does not say which year or day it is`,
      accepted:
        'a column with the year beside it, times such as 2024-W05 or 2024-05, or time_format=integer to sort the rows by these numbers',
      alternatives: alternatives('time_format', 'integer'),
    });
  }

  /** Refuses days since 1900 or since 1970, which may also be counts of steps. @throws AppError reading_ambiguous */
  private refuseDays(mayBeExcel: boolean): never {
    const { text, line } = this.first!;
    const days = Number(text.replace(',', '.'));
    const ways = [
      ...(mayBeExcel
        ? [
            {
              format: 'excel',
              date: isoDate((days + this.excelZeroDay) * dayMs),
              as: 'a serial number of Excel',
            },
          ]
        : []),
      ...(this.highest <= unixDaysMax
        ? [{ format: 'unix_d', date: isoDate(days * dayMs), as: 'days since 1970' }]
        : []),
    ];
    return refuse('reading_ambiguous', {
      line,
      path: '?time_format',
      message: `${quoted(text)} is ${ways.map(({ date, as }) => `${date} as ${as}`).join(', ')}, or step ${text}`,
      accepted: `${ways.map(({ format, date }) => `time_format=${format} to read ${date}`).join(', ')}, or time_format=integer to read a step`,
      alternatives: alternatives('time_format', ...ways.map(({ format }) => format), 'integer'),
    });
  }

  /** Refuses integers that may be years in a column that may number the rows. @throws AppError reading_ambiguous */
  private refuseYears(): never {
    const { text, line } = this.first!;
    return refuse('reading_ambiguous', {
      line,
      path: '?time_format',
      message: `${quoted(text)} is the year ${text} or step ${text}, and the name of the column does not say which`,
      accepted: 'time_format=year to read years, or time_format=integer to read steps',
      alternatives: alternatives('time_format', 'year', 'integer'),
    });
  }

  /** @throws AppError reading_ambiguous */
  private refuseShortYears(): never {
    const { text, line } = this.first!;
    const asYears = this.lowest > 9 || this.hasShortZero ? ['%y'] : [];
    return refuse('reading_ambiguous', {
      line,
      path: '?time_format',
      message: `${quoted(text)} is a year of two digits or step ${text}`,
      accepted: `years of four digits, ${asYears.map((format) => `time_format=${format} to read years, `).join('')}or time_format=integer to read steps`,
      alternatives: alternatives('time_format', ...asYears, 'integer'),
    });
  }

  /** Refuses numbers that may be a year of two digits with a month, week or quarter.
   *  @throws AppError reading_ambiguous */
  private refuseCompact({ name, format, parts }: CompactPeriod): never {
    const { text, line } = this.first!;
    const [year, number] = parts(readSerial(text)!)!;
    const written = {
      month: `months such as ${year}-${String(number).padStart(2, '0')}`,
      week: `weeks such as ${year}-W${String(number).padStart(2, '0')}`,
      quarter: `quarters such as ${year}Q${number}`,
    };
    return refuse('reading_ambiguous', {
      line,
      path: '?time_format',
      message: `${quoted(text)} may be ${name} ${number} of ${year}, or step ${text}`,
      accepted: `${written[name]}, ${format === null ? '' : `time_format=${format} to read them as they are, `}or time_format=integer to read steps`,
      alternatives: alternatives('time_format', ...(format === null ? [] : [format]), 'integer'),
    });
  }

  /** Refuses integers in a column of dates that are dates in no known notation. @throws AppError reading_ambiguous */
  private refuseNamed(): never {
    const { text, line } = this.first!;
    const hint = formatHint(text);
    return refuse('reading_ambiguous', {
      line,
      path: '?time_format',
      message: `the column is named after dates, and ${quoted(text)} is no date in a notation that is known, or it is step ${text}`,
      accepted: `dates such as 2020-04-20; ${hint.accepted}; or time_format=integer if the numbers count steps`,
      alternatives: alternatives('time_format', ...hint.formats, 'integer'),
    });
  }

  private refuseFraction(wanted: string): never {
    const { text, line } = this.fraction ?? this.first!;
    return refuse('cell_invalid', {
      line,
      message: `${quoted(text)} is not ${wanted}`,
      accepted: this.areDottedMonths
        ? 'time_format=%Y.%m to read months, or dates such as 2020-04-20'
        : 'dates such as 2020-04-20, integers, or time_format to say what the numbers are: excel, unix_d, unix_s, unix_ms, unix_us or unix_ns',
      alternatives: alternatives('time_format', ...(this.areDottedMonths ? ['%Y.%m'] : [])),
    });
  }

  private checkWritable(columns: Float64Array[], format: string): void {
    if (columns.every((times) => times.every((time) => isWritable(time, 'instant')))) return;
    const { text, line } = this.first!;
    refuse('cell_invalid', {
      line,
      path: '?time_format',
      message: `with time_format=${format} a time is outside of the years 0001 to 9999, as ${quoted(text)} may be`,
      accepted:
        'the time_format of the numbers: excel, unix_d, unix_s, unix_ms, unix_us, unix_ns, year or integer',
    });
  }
}

/** Where numbers that else count up or down by one begin again; null if they never do, or more than once. */
function turnOf(numbers: Float64Array): { from: number; to: number } | null {
  let [up, down, turn] = [0, 0, 0];
  for (let i = 1; i < numbers.length; i++) {
    const step = numbers[i] - numbers[i - 1];
    if (step === 1) up++;
    else if (step === -1) down++;
    else if (turn > 0) return null;
    else turn = i;
  }
  const counts = Math.min(up, down) === 0 && up + down >= turnStepsMin;
  const begins = up > 0 ? numbers[turn] < numbers[turn - 1] : numbers[turn] > numbers[turn - 1];
  return turn > 0 && counts && begins ? { from: numbers[turn - 1], to: numbers[turn] } : null;
}

/** Whether rows go from 99 to 0, as years of two digits do. */
function turnsCentury(numbers: Float64Array): boolean {
  return numbers.some((number, i) => {
    const before = numbers[i - 1];
    return (number === 0 && before === 99) || (number === 99 && before === 0);
  });
}

function writtenMs(value: number, format: SerialFormat): string {
  return isoDate(Math.round(value / perMs[format]!));
}

/** The notations that an integer of so many digits may have. */
function formatHint(text: string): { accepted: string; formats: string[] } {
  const hint = (what: string, ...formats: string[]) => ({
    accepted: `time_format=${formats.join(' or ')} for ${what}`,
    formats,
  });
  const digits = text.replace(/[.,]0*$/, '');
  if (/^(1[5-9]|2[0-2])\d\d[0-3]\d\d$/.test(digits)) return hint('a year and a day of the year', '%Y%j');
  if (/^(0?[1-9]|1[0-2])(19|20)\d\d$/.test(digits)) return hint('a month and a year', '%m%Y');
  if (/^(0[1-9]|1[0-2])\d\d$/.test(digits)) return hint('a month and a year of two digits', '%m%y', '%y%m');
  if (/^\d{7,8}$/.test(digits)) return hint('days and months with leading zeros', '%d%m%Y', '%m%d%Y');
  if (/^(1[5-9]|2[0-2])\d\d[0-5]\d$/.test(digits)) return hint('weeks of ISO 8601', '%G%V');
  if (/^(1[5-9]|2[0-2])\d\d[1-4]$/.test(digits)) return { accepted: 'quarters such as 2020Q1', formats: [] };
  return { accepted: 'time_format with their notation', formats: [] };
}

function mapAll(columns: Float64Array[], convert: (value: number) => number): void {
  for (const times of columns) for (let i = 0; i < times.length; i++) times[i] = convert(times[i]);
}

/** Turns instants that are all midnights of the zone into dates, in place. Returns false, and
 *  changes nothing, for others. */
function datesOfEpoch(columns: Float64Array[], timeZone: string | null): boolean {
  const wall = (time: number) => wallOf(time, timeZone);
  const isDaily = columns.every((times) => times.every((time) => wall(time) % dayMs === 0));
  if (isDaily) mapAll(columns, wall);
  return isDaily;
}
