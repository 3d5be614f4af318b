/** Parts of a time that stand in columns of their own, such as a year beside a month. */

import type { TableReading } from '../../contracts/schemas/index.ts';
import { listItem, type PartOfTime } from '../../contracts/values/index.ts';
import { type Column, isMissing } from '../columns/index.ts';
import { type FaultTexts, quoted } from '../faults/index.ts';
import {
  acceptedCells,
  clockText,
  clockWithColons,
  dateAtMidnight,
  dateOfParts,
  nameOfPart,
  type PartValues,
  partValue,
} from '../times/index.ts';

export interface TimePart {
  part: PartOfTime;
  column: Column;
}

/** Names of columns of hours that may also be amounts of hours. */
export const pluralsOfHour = [
  'hours',
  'hrs',
  'stunden',
  'heures',
  'horas',
  'ore',
  'uren',
  'timmar',
  'timer',
  'godziny',
  'hodiny',
  'часы',
];

/** Further names of hours, which may have whole times of day too. */
export const hourKeys = [
  'godzina',
  'godz',
  'hodina',
  'tunti',
  'óra',
  'saat',
  'ώρα',
  'час',
  'година',
  'hourend',
  'hrend',
  'hrending',
  'hourbeginning',
  'hourstarting',
];

/** Names of columns by the part of the time that they hold, the surest first. Keys have letters and
 *  digits in lower case. */
const keysOfParts: Partial<Record<PartOfTime, string[]>> = {
  year: [
    'year',
    'yr',
    'yyyy',
    'yy',
    'calendaryear',
    'isoyear',
    'jahr',
    'année',
    'annee',
    'an',
    'año',
    'ano',
    'anno',
    'rok',
    'jaar',
    'år',
    '연도',
    '년도',
    '연',
    '년',
    '年',
    '年度',
    '年份',
    'years',
    'jahre',
    'vuosi',
    'év',
    'yıl',
    'έτος',
    'год',
    'рік',
  ],
  quarter: [
    'quarter',
    'qtr',
    'quartal',
    'trimestre',
    'kwartaal',
    'kwartał',
    'kvartal',
    '분기',
    '四半期',
    '季度',
    'čtvrtletí',
    'negyedév',
    'квартал',
  ],
  month: [
    'month',
    'mnth',
    'mo',
    'monthname',
    'monthofyear',
    'monat',
    'mois',
    'mes',
    'mês',
    'mese',
    'maand',
    'miesiąc',
    'månad',
    'måned',
    '월',
    '月',
    '月份',
    'mies',
    'miesiac',
    'měsíc',
    'mesic',
    'hónap',
    'kuukausi',
    'luna',
    'μήνας',
    'месяц',
    'місяць',
  ],
  week: [
    'week',
    'wk',
    'weekofyear',
    'weekno',
    'weeknumber',
    'weeknum',
    'isoweek',
    'woche',
    'kw',
    'kalenderwoche',
    'semaine',
    'semana',
    'settimana',
    'tydzień',
    'vecka',
    'uke',
    'uge',
    '주',
    '주차',
    '週',
    '周',
    'viikko',
    'týden',
    'hét',
    'hafta',
    'неделя',
  ],
  day: [
    'day',
    'dayofmonth',
    'dom',
    'mday',
    'dd',
    'dy',
    'date',
    'tag',
    'jour',
    'día',
    'dia',
    'giorno',
    'dag',
    'dzień',
    '일',
    '日',
  ],
  dayofyear: ['dayofyear', 'doy', 'yday', 'julianday', 'jday'],
  hour: [
    'hour',
    'hr',
    'hh',
    'hourofday',
    'he',
    'hourending',
    'stunde',
    'heure',
    'hora',
    'ora',
    'uur',
    'timme',
    'time',
    'tid',
    ...hourKeys,
    '시',
    '시간',
    '時',
    '时',
  ],
  minute: ['minute', 'minutes', 'minuto', '분', '分'],
  second: ['second', 'seconds', 'sekunde', 'seconde', 'segundo', '초', '秒'],
};

/** Names of columns that hold a part of the time, or amounts such as a number of weeks or a discharge. */
const keysOfAmounts: Partial<Record<PartOfTime, string[]>> = {
  quarter: ['quarters', 'quartale', 'qtrs', 'q', 'qrt', 'trim'],
  month: ['months', 'monate', 'meses', 'mesi', 'luni', 'ay'],
  week: ['weeks', 'wochen', 'semaines'],
  hour: pluralsOfHour,
};

/** The part that the name of a column says; null if it says none. */
export function partOfKey(key: string): PartOfTime | null {
  for (const keysOf of [keysOfParts, keysOfAmounts])
    for (const [part, keys] of Object.entries(keysOf)) if (keys.includes(key)) return part as PartOfTime;
  return null;
}

/** The columns that a part has by their names, the surest first. */
export function columnsOfPart(part: PartOfTime, columns: readonly Column[]): Column[] {
  const keys = keysOfParts[part] ?? [];
  return keys.flatMap((key) => columns.filter((column) => column.key === key));
}

/** The columns whose names mean a part of the time or amounts. */
export function possibleColumnsOfPart(part: PartOfTime, columns: readonly Column[]): Column[] {
  return columns.filter(({ key }) => keysOfAmounts[part]?.includes(key));
}

/** Columns with their parts, as `time_columns` takes them. */
export function listedParts(parts: readonly TimePart[]): string {
  return parts.map(({ column, part }) => listItem(`${column.name}:${part}`)).join(',');
}

/** Years that a column without a unit is taken for. */
const years = { from: 1500, to: 2200 };

/** Whether a cell is a year of four digits in the years that data have. */
export function isYear(cell: string): boolean {
  const year = partValue('year', cell);
  return year !== null && year >= years.from && year <= years.to;
}

/** A time that is put together, or the part that cannot be read. */
export type JoinedTime = { text: string } | ({ fault: TimePart; accepted: string } & FaultTexts);

/** Puts the time of a row together as `2024-01-31 09:30:00`. A date in one column stays as it is written. */
export function joinedTime(parts: readonly TimePart[], cells: readonly string[]): JoinedTime {
  const values: PartValues = {};
  for (const { part, column } of parts) {
    const cell = cells[column.index];
    const value = isMissing(cell) ? null : partValue(part, cell);
    if (value !== null) values[part] = value;
    else if (part !== 'date')
      return {
        fault: { part, column },
        message: isMissing(cell) ? 'the cell is empty' : `${quoted(cell.trim())} is not ${nameOfPart(part)}`,
        accepted: acceptedCells[part],
      };
  }
  const dated = parts.find(({ part }) => part === 'date');
  const clock = clockOf(parts, values, cells);
  if (dated !== undefined) {
    const cell = cells[dated.column.index].trim();
    const { date, zone } = dateAtMidnight(cell) ?? { date: cell, zone: '' };
    return { text: `${date}${clock}${zone}` };
  }
  const date = dateOfParts(values);
  if (date !== null) return { text: `${date}${clock}` };
  const fault = parts.find(({ part }) => part === 'day' || part === 'week' || part === 'dayofyear')!;
  const within = fault.part === 'day' ? `month ${values.month} of ${values.year}` : values.year;
  return {
    fault,
    message: `${within} has no ${nameOfPart(fault.part).replace(/^a /, '')} ${values[fault.part]}`,
    accepted:
      fault.part === 'week' ? 'weeks of ISO 8601: most years have 52, and some have 53' : 'days that exist',
  };
}

/** The time of day behind a blank; empty if no column has one. */
function clockOf(
  parts: readonly TimePart[],
  { hour, hour24, minute = 0, second = 0, hhmm, hhmmss }: PartValues,
  cells: readonly string[],
): string {
  if (hour !== undefined) return clockText(hour, minute, second);
  if (hour24 !== undefined) return clockText(hour24 - 1, 0, 0);
  if (hhmm !== undefined) return clockText(Math.floor(hhmm / 100), hhmm % 100, 0);
  if (hhmmss !== undefined)
    return clockText(Math.floor(hhmmss / 10_000), Math.floor(hhmmss / 100) % 100, hhmmss % 100);
  const written = parts.find(({ part }) => part === 'time');
  return written === undefined ? '' : ` ${clockWithColons(cells[written.column.index])}`;
}

/** The columns as the reading of a table names them; nothing if the times have one column. */
export function timeColumnsOf(parts: readonly TimePart[]): Pick<TableReading, 'time_columns'> {
  if (parts.length === 0) return {};
  return { time_columns: parts.map(({ part, column }) => ({ column: column.name, part })) };
}
