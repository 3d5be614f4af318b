/** Times that name a period, such as a month, where days are meant or the other way round. */
import { monthOfName, parseStep } from '../calendar/index.ts';
import { alternatives, quoted, refuse } from '../faults/index.ts';
import { monthFormatOf, monthNumber, type PeriodUnit } from './dates.ts';

/** Keeps the times of a column to one kind: days, weeks, months or quarters. */
export class PeriodKind {
  /** Step of the dataset that the times continue; null for a new one. */
  private readonly step: string | null;
  private first: { kind: PeriodUnit | 'day'; text: string; line: number } | null = null;

  constructor(step: string | null) {
    this.step = step;
  }

  /** Kind of the times so far; null before the first one. */
  get kind(): PeriodUnit | 'day' | null {
    return this.first?.kind ?? null;
  }

  /** Whether the step of the dataset is shorter than a day. */
  get isStepWithinDay(): boolean {
    return this.step !== null && parseStep(this.step)?.unit === 'ms';
  }

  /** Why a time does not fit the others; null if it does. Days fit a dataset with longer steps. */
  reasonAgainst(text: string, line: number, period: PeriodUnit | undefined): string | null {
    const kind = period ?? 'day';
    const { first } = this;
    if (first === null) {
      this.first = { kind, text, line };
      if (this.step === null || period === undefined || isWhole(period, this.step)) return null;
      return `${quoted(text)} is ${named(period)}, but the dataset has the step ${this.step}`;
    }
    if (first.kind === kind) return null;
    return `${quoted(text)} is ${named(kind)}, but ${quoted(first.text)} on line ${first.line} is ${named(first.kind)}`;
  }
}

function named(kind: PeriodUnit | 'day'): string {
  return kind === 'half' ? 'a half year' : `a ${kind}`;
}

/** Whether a step has one or several such periods. */
function isWhole(period: PeriodUnit, step: string): boolean {
  const { unit, count } = parseStep(step) ?? { unit: 'index', count: 1 };
  if (period === 'week') return unit === 'day' && count % 7 === 0;
  if (unit !== 'month') return false;
  return period === 'month' || count % (period === 'quarter' ? 3 : 6) === 0;
}

const weekName = /week|woche|^kw$|semaine|settimana|semana|주차?$|週|周/;
const quarterName = /quarter|quartal|trimest|kwarta|kvartal|분기|季度|四半期/;
const monthName = /month|monat|^(?:mois|mes|mês|mese|maand|월|月|月份)$|(?:年|년|연)(?:月|월)/;
const yearAndNumber = /^(?:\d{4}[-/.]?\d\d|\d{4}[-/]\d|\d\d?[-/.]\d{4})$/;

/** The period after which a column is named, if it is no month. */
export function periodOfName(key: string): 'week' | 'quarter' | null {
  if (weekName.test(key)) return 'week';
  return quarterName.test(key) ? 'quarter' : null;
}

/** Why a cell is no time, and the notations that the message names. */
export interface PeriodReason {
  message: string;
  formats: string[];
}

/** Why a year with a number is no month in a column that is named after a period. Null for other columns and cells. */
export function reasonAgainstMonth(
  name: 'week' | 'quarter' | null,
  text: string,
  period?: PeriodUnit,
): PeriodReason | null {
  if (name !== null && period === 'half')
    return {
      message: `${quoted(text)} may be a half year or a ${name}, and the name of the column says ${name}s. Write ${name === 'week' ? 'weeks as 2020-W05' : 'quarters as 2020Q1'}`,
      formats: [],
    };
  if (name === null || !yearAndNumber.test(text)) return null;
  const [asMonths, asWeeks] = formatsOf(text);
  const weeks = name === 'week' && asWeeks !== null ? [asWeeks] : [];
  const ways = [
    ...weeks.map((format) => `${format} to read weeks of ISO 8601`),
    `${asMonths} to read months`,
  ];
  return {
    message: `${quoted(text)} may be a month or a ${name}, and the name of the column says ${name}s. Write ${name === 'week' ? 'weeks as 2020-W05' : 'quarters as 2020Q1'}, or set time_format=${ways.join(' or ')}`,
    formats: [...weeks, asMonths],
  };
}

/** The formats of a year with a number: that of months, and that of weeks if the year is in front. */
function formatsOf(text: string): [months: string, weeks: string | null] {
  const [, separator] = /^(?:1[5-9]|2[0-2])\d\d([-/.]?)\d\d?$/.exec(text) ?? [];
  if (separator !== undefined) return [`%Y${separator}%m`, `%G${separator}%V`];
  return [`%m${/[-/.]/.exec(text)?.[0] ?? ''}%Y`, null];
}

/** The format of weeks such as `2023-01` to `2023-52`; null for other cells. */
export function weekFormatOf(cells: readonly string[]): string | null {
  const numbers = cells.map((cell) => /^\d{4}[-/.]?(\d\d)$/.exec(cell.trim())?.[1]);
  const areWeeks = numbers.every((number) => number !== undefined && +number >= 1 && +number <= 53);
  return areWeeks && numbers.some((number) => Number(number) > 12) ? formatsOf(cells[0].trim())[1] : null;
}

/** `T1 2010`, `S1 2010` and `1H2010` are also names of teams, seasons and slots. */
const sureLabel = /^(?:[HST]\s?[1-4]|[1-4]\s?[HT])[-\s/']*(?:\d{4}|\d\d)$/i;
/** `2010-H1`, `2010/1`, `Mar2010` and `10Mar20` may be names of batches. */
const possibleLabel = /^(?:\d{4}[-\s/.]?[HS][12]|\d{4}[-/]\d|\d{0,2}\p{L}{3,12}\.?(?:\d{4}|\d\d))$/iu;

/** `Led 10` and `Set-10`, unlike `Jan 10`, are months in few languages. */
const wordAndNumber = /^(\p{L}{3,12})\.?[-\s/,']+\d\d$/u;

/** Whether the cells of a column may be labels, although they can be read as periods or days: `likely` if only the name
 *  of the column can make them times, `possible` if a column of plain dates is more likely to have them. */
export function labelsIn(cells: readonly string[]): 'likely' | 'possible' | 'none' {
  const areMostly = (test: (text: string) => boolean) =>
    cells.length > 0 && 2 * cells.filter((cell) => test(cell.trim())).length >= cells.length;
  if (areMostly((text) => sureLabel.test(text))) return 'likely';
  const isPossible = (text: string) => {
    const word = wordAndNumber.exec(text)?.[1];
    return possibleLabel.test(text) || (word !== undefined && monthNumber(word) === 0);
  };
  return areMostly(isPossible) ? 'possible' : 'none';
}

/** A zero before the number, as in `2024/01`, shows months. */
const yearAndQuarter = /^\d{4}[-/][1-4]$/;

/** Finds years with a number, such as `2024/1`, `2024/2`, that may be months, quarters or half years:
 *  no number is above 4. */
export class ShortMonths {
  private first: { text: string; line: number } | null = null;
  private isPossible: boolean;

  /** @param key normalised name of the column
   *  @param step step of the dataset that the times continue; null for a new one */
  constructor(key: string, step: string | null) {
    this.isPossible = !monthName.test(key) && step !== 'P1M';
  }

  add(text: string, line: number): void {
    if (!this.isPossible) return;
    this.isPossible = yearAndQuarter.test(text);
    this.first ??= { text, line };
  }

  /** @throws AppError reading_ambiguous */
  refuse(): void {
    const { first } = this;
    if (!this.isPossible || first === null) return;
    refuse('reading_ambiguous', {
      line: first.line,
      path: '?time_format',
      message: `${quoted(first.text)} may be a month, a quarter or a half year, because no number of the column is above 4`,
      accepted: `months such as 2024-01, quarters such as 2024Q1, or time_format=%Y${first.text[4]}%m to read months`,
      alternatives: alternatives('time_format', `%Y${first.text[4]}%m`),
    });
  }
}

const monthAndNumber = /^(\p{L}{3,12})[-\s/,'.]*(\d\d?)$/u;
const daysMax = 31;

/** Why a month with a number right behind it, such as `Jan24`, is no time; null for other cells. */
export function reasonAgainstDay(text: string): PeriodReason | null {
  const month = /^(\p{L}{3,12})\.?\d\d?$/u.exec(text)?.[1];
  if (month === undefined || monthOfName(month) === null) return null;
  return {
    message: `${quoted(text)} is a month of a year, or a day without a year. Write dates with their year, or set time_format=%b%y to read months in English`,
    formats: ['%b%y'],
  };
}

/** Finds days without a year, such as `Jan-01`, `Jan-02`, which look like months of years. */
export class MonthDays {
  private first: { text: string; line: number } | null = null;
  private month = '';
  private number = '';
  private sameMonth = 0;
  private otherMonth = 0;
  private isPossible = true;

  add(text: string, line: number): void {
    if (!this.isPossible) return;
    const [, month, number] = monthAndNumber.exec(text) ?? [];
    if (month === undefined || Number(number) > daysMax || Number(number) < 1) {
      this.isPossible = false;
      return;
    }
    if (this.first === null) this.first = { text, line };
    else if (month !== this.month) this.otherMonth++;
    else if (number !== this.number) this.sameMonth++;
    [this.month, this.number] = [month, number];
  }

  /** Months of years change the month from row to row; days change the number. @throws AppError reading_ambiguous */
  refuse(): void {
    const { first } = this;
    if (!this.isPossible || first === null || this.sameMonth < Math.max(1, this.otherMonth)) return;
    const format = monthFormatOf(first.text) ?? '%b-%y';
    refuse('reading_ambiguous', {
      line: first.line,
      path: '?time_format',
      message: `${quoted(first.text)} is a month of a year, or a day without a year: from row to row the number changes as often as the month`,
      accepted: `dates with their year, or time_format=${format} to read months`,
      alternatives: alternatives('time_format', format),
    });
  }
}
