/** Text that was pasted: numbers in their order, a table, rows of a time and a number to which a header was added,
 *  several columns of numbers, or a text that cannot be read, or only in two ways: as one number or two (`unclear`), or
 *  as thousands or decimals (`unclear_mark`). */
export type Pasted =
  | { kind: 'empty' }
  | { kind: 'numbers'; values: (number | null)[] }
  | { kind: 'table' }
  | { kind: 'rows'; table: string }
  | { kind: 'columns'; count: number }
  | { kind: 'unclear' | 'unclear_mark' | 'too_large' | 'not_number'; text: string };

/** Which mark of a number is its decimal mark, and whether the other one separates groups of three digits. */
type Style = 'point' | 'point_and_groups' | 'comma';

const number = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const whole = /^[-+]?\d+$/;
const sign = /[\p{Sc}%]/u;
const missing = /^(#?n\/?a|nan|null|-)?$/i;
/** Thousands or decimals. */
const unclearMark = /^[-+]?\d{1,3}[.,]\d{3}$/;
const marks = {
  point: { group: ',', decimal: '.', grouped: null },
  point_and_groups: { group: ',', decimal: '.', grouped: /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/ },
  comma: { group: '.', decimal: ',', grouped: /^[-+]?\d{1,3}(\.\d{3})+(,\d+)?$/ },
} as const;
const styles = ['point', 'point_and_groups', 'comma'] as const satisfies readonly Style[];

/** The first time as the API reads it: a date with steps of an hour begins at midnight. */
export function startOf(given: string, step: string): string {
  return step === 'PT1H' && /^\d{4}-\d\d-\d\d$/.test(given) ? `${given}T00:00` : given;
}

export function readPasted(text: string): Pasted {
  const all = text.split(/\r\n?|\n/);
  const isFilled = (line: string) => line.trim() !== '';
  const lines = all.slice(all.findIndex(isFilled), all.findLastIndex(isFilled) + 1);
  if (lines.length === 0) return { kind: 'empty' };
  const filled = lines.filter(isFilled);
  const isOneLine = lines.length === 1;
  const table = isOneLine ? null : withHeader(filled);
  if (table !== null) return { kind: 'rows', table };
  const rows = filled.map((line) => cellsOf(line, isOneLine));
  const [{ length: count } = []] = rows;
  const isColumn = rows.every((row) => row.length === 1);
  const isGrid = !isOneLine && count > 1 && rows.every((row) => row.length === count);
  if (isGrid && filled.every((line) => /[\t;]/.test(line)))
    return rows.flat().every((cell) => numberOf(cell) !== null || missing.test(cell))
      ? { kind: 'columns', count }
      : { kind: 'table' };
  // Blank lines between all numbers are their spacing. Others are cells of the column that have no value.
  const isSpaced = lines.every((line, i) => !isFilled(line) || !isFilled(lines[i + 1] ?? ''));
  const tokens = isColumn && !isSpaced ? lines.flatMap((line) => cellsOf(line, isOneLine)) : rows.flat();
  return readTokens(tokens, isOneLine || isColumn);
}

/** @param isList whether the tokens lie in one line or one column, which no table has */
function readTokens(tokens: readonly string[], isList: boolean): Pasted {
  const shown = styleOf(tokens);
  const doubtful = shown === null && !tokens.some(isPointDecimal) ? tokens.find(isUnclearMark) : undefined;
  if (doubtful !== undefined) return { kind: 'unclear_mark', text: doubtful };
  const style = shown ?? 'point';
  const numbers = tokens.map((token) => (missing.test(token) ? Number.NaN : numberOf(token, style)));
  // JSON has no such number: it would be stored as a missing value.
  const large = tokens.find((_, i) => Math.abs(numbers[i] ?? 0) === Number.POSITIVE_INFINITY);
  const wrong = tokens.find((_, i) => numbers[i] === null);
  if (wrong === undefined) {
    if (large !== undefined) return { kind: 'too_large', text: large };
    const values = numbers.map((value) => (Number.isNaN(value) ? null : value));
    return values.length < 2 ? { kind: 'empty' } : { kind: 'numbers', values };
  }
  const unclear = tokens.find((token) => /^[-+]?\d+,\d+$/.test(token));
  const isNumbers = tokens.every((token) => missing.test(token) || isNumber(token));
  if (isNumbers && unclear !== undefined) return { kind: 'unclear', text: unclear };
  const hasNumbers = 2 * numbers.filter((value) => value !== null).length > tokens.length;
  return isList && hasNumbers ? { kind: 'not_number', text: wrong } : { kind: 'table' };
}

/** The cells of a line between tabs or semicolons; else the words, behind each of which a comma may stand. A space that
 *  cannot break is a part of a number, unless there is one line only. */
function cellsOf(line: string, isOneLine: boolean): string[] {
  const trimmed = line.trim();
  if (number.test(trimmed)) return [trimmed];
  const joined = trimmed.replace(/(?<=\d) +(?=[%\p{Sc}])|(?<=\p{Sc}) +(?=\d)/gu, '');
  const mark = ['\t', ';'].find((mark) => line.includes(mark));
  if (mark !== undefined) {
    const ends = isOneLine ? joined : line;
    return ends
      .replace(/;\s*$/, '')
      .split(mark)
      .map((cell) => cell.trim());
  }
  const words = joined.replace(/,$/, '').split(isOneLine ? /\s*,\s+|\s+/ : / *, +| +/);
  // Commas are the only marks between numbers, as in 12,15,14.
  return isOneLine && words.length === 1 ? joined.split(',').map((cell) => cell.trim()) : words;
}

const rowMarks = ['\t', ';', ','] as const;

/** Lines of a time and a number, with a header; null for other lines, and for lines that have a header. */
function withHeader(lines: readonly string[]): string | null {
  const mark = rowMarks.find((mark) => lines.every((line) => line.includes(mark)));
  const bySpace = mark === undefined || mark === ',' ? rowsOf(lines, atLastSpace) : null;
  if (mark === undefined)
    return lines.some((line) => rowMarks.some((mark) => line.includes(mark))) ? null : tableOf(bySpace, '\t');
  if (mark === ',' && bySpace !== null && isDecimalComma(bySpace)) return tableOf(bySpace, '\t');
  const rows = rowsOf(lines, (line) => line.split(mark).map((cell) => cell.trim()));
  return mark === ',' && rows !== null && isCutDate(rows) ? null : tableOf(rows, mark);
}

type Row = readonly [time: string, value: string];

/** The two cells of each line; null as soon as one line has not two. */
function rowsOf(lines: readonly string[], split: (line: string) => string[]): Row[] | null {
  const rows: Row[] = [];
  for (const line of lines) {
    const [time, value, ...more] = split(line);
    if (time === undefined || value === undefined || more.length > 0) return null;
    rows.push([time, value]);
  }
  return rows;
}

function atLastSpace(line: string): string[] {
  return line.trim().split(/ +(?=\S+$)/);
}

/** Whether all commas are decimal marks behind a space, as in `2024-01-01 12,5`. Times that repeat are days, whose
 *  hours stand before the comma. */
function isDecimalComma(rows: readonly Row[]): boolean {
  return (
    rows.every(([time, value]) => /^[-+]?\d+,\d+$/.test(value) && !time.includes(',')) &&
    new Set(rows.map(([time]) => time)).size === rows.length
  );
}

/** Whether the comma stands within dates such as `Jan 5, 2024`: years in order behind times without a year. */
function isCutDate(rows: readonly Row[]): boolean {
  if (!rows.every(([time, value]) => isYear(value) && !/\d{4}/.test(time))) return false;
  const steps = rows.slice(1).map(([, value], i) => Number(value) - Number(rows[i]?.[1]));
  return steps.every((step) => step >= 0) || steps.every((step) => step <= 0);
}

/** The table of rows of a time and a number; null for other rows. */
function tableOf(rows: readonly Row[] | null, mark: string): string | null {
  if (rows === null || !rows.every(([, value]) => missing.test(value) || isNumber(value))) return null;
  const times = rows.map(([time]) => time);
  if (!times.every(isWrittenTime) && !areYears(times)) return null;
  return ['time', 'value'].join(mark).concat('\n', rows.map((row) => row.join(mark)).join('\n'));
}

/** Whether a text with digits is more than numbers: a date, or the name of a period. */
function isWrittenTime(text: string): boolean {
  return /\d/.test(text) && text.split(/\s+/).some((word) => !missing.test(word) && !isNumber(word));
}

function areYears(texts: readonly string[]): boolean {
  if (!texts.every(isYear)) return false;
  const years = texts.map(Number);
  const step = (years[1] ?? 0) - (years[0] ?? 0);
  return Math.abs(step) === 1 && years.every((year, i) => year === (years[0] ?? 0) + i * step);
}

function isYear(text: string): boolean {
  return /^(1[89]|2[01])\d\d$/.test(text);
}

/** The style that a token shows which can be read in one way only: by both marks, by several groups, or by its decimals
 *  beside a currency or percent sign. A currency sign before one group, as in $1,200, shows groups too. Null
 *  if no token shows one. */
function styleOf(tokens: readonly string[]): Style | null {
  for (const token of tokens) {
    if (whole.test(token)) continue;
    const digits = bare(token);
    const isSigned = digits !== token && sign.test(token);
    if (/^[-+]?\d{1,3}(\.\d{3})+,\d+$/.test(digits)) return 'comma';
    if (/^[-+]?\d{1,3}(,\d{3})+\.\d+$/.test(digits)) return 'point_and_groups';
    if (isSigned && /^[-+]?(\d+,\d{1,2}|\d{1,3}(\.\d{3}){2,})$/.test(digits)) return 'comma';
    if (isSigned && /^[-+]?\d{1,3}(,\d{3}){2,}$/.test(digits)) return 'point_and_groups';
    if (/^[-+−]?\p{Sc}/u.test(token) && /^[-+]?\d{1,3},\d{3}$/.test(digits)) return 'point_and_groups';
  }
  return null;
}

/** Whether a token has a point that separates no group of three digits. */
function isPointDecimal(token: string): boolean {
  return /^[-+]?\d*\.(\d{1,2}|\d{4,})$/.test(bare(token));
}

/** Whether a sign says that a number has a style, and its digits do not say which. Rates such as
 *  4.125 % have decimals. */
function isUnclearMark(token: string): boolean {
  const digits = bare(token);
  return unclearMark.test(digits) && (/\p{Sc}/u.test(token) || (token.includes('%') && digits.includes(',')));
}

/** Whether a text is a number in any style. */
function isNumber(text: string): boolean {
  return styles.some((style) => numberOf(text, style) !== null);
}

/** A number with or without a currency or percent sign, whose digits may be in groups of three;
 *  null for other texts. */
function numberOf(text: string, style: Style = 'point'): number | null {
  if (whole.test(text)) return Number(text);
  const digits = bare(text);
  const { group, decimal, grouped } = marks[style];
  const ungrouped = grouped?.test(digits) === true ? digits.replaceAll(group, '') : digits;
  if (style === 'comma' && ungrouped.includes('.')) return null;
  const written = ungrouped.replace(decimal, '.');
  return number.test(written) ? Number(written) : null;
}

/** A number without its currency or percent sign and without the spaces and apostrophes between groups of digits. */
function bare(text: string): string {
  if (number.test(text)) return text;
  return text
    .replace(/^−/, '-')
    .replace(/^([-+]?)\p{Sc}|\p{Sc}$|%$/gu, '$1')
    .replace(/(?<=\d)[\u00A0\u202F\u2009'’](?=\d{3}(?!\d))/g, '');
}
