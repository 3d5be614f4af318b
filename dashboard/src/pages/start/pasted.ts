/** Text that was pasted: numbers in their order, a table, rows of a time and a number to which a header was added, several
 *  columns of numbers, or a text that cannot be read, or only in two ways. */
export type Pasted =
  | { kind: 'empty' }
  | { kind: 'numbers'; values: (number | null)[] }
  | { kind: 'table' }
  | { kind: 'rows'; table: string }
  | { kind: 'columns'; count: number }
  | { kind: 'unclear' | 'too_large' | 'not_number'; text: string };

/** Which mark of a number is its decimal mark, and whether the other one separates groups of three digits. */
type Style = 'point' | 'point_and_groups' | 'comma';

const number = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const missing = /^(na|nan|null|-)?$/i;

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
  const style = styleOf(tokens);
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

/** The cells of a line between tabs or semicolons; else the words, behind each of which a comma may stand. A space that cannot
 *  break is a part of a number, unless there is one line only. */
function cellsOf(line: string, isOneLine: boolean): string[] {
  const joined = line.trim().replace(/(?<=\d) +(?=[%\p{Sc}])|(?<=\p{Sc}) +(?=\d)/gu, '');
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

/** Lines of a time and a number, with a header; null for other lines, and for lines that have a header. */
function withHeader(lines: readonly string[]): string | null {
  const marks = ['\t', ';', ','];
  const mark = marks.find((mark) => lines.every((line) => line.includes(mark)));
  const isMarked = lines.some((line) => marks.some((mark) => line.includes(mark)));
  if (mark === undefined && isMarked) return null;
  const rows = lines.map((line) =>
    mark === undefined ? line.trim().split(/ +(?=\S+$)/) : line.split(mark).map((cell) => cell.trim()),
  );
  if (rows.some((row) => row.length !== 2)) return null;
  const times = rows.map(([time = '']) => time);
  const values = rows.map(([, value = '']) => value);
  if (!values.every((value) => missing.test(value) || isNumber(value))) return null;
  if (!times.every(isWrittenTime) && !areYears(times)) return null;
  const between = mark ?? '\t';
  return ['time', 'value'].join(between).concat('\n', rows.map((row) => row.join(between)).join('\n'));
}

/** Whether a text with digits is more than numbers: a date, or the name of a period. */
function isWrittenTime(text: string): boolean {
  return /\d/.test(text) && text.split(/\s+/).some((word) => !missing.test(word) && !isNumber(word));
}

function areYears(texts: readonly string[]): boolean {
  const years = texts.map((text) => (/^(1[89]|2[01])\d\d$/.test(text) ? Number(text) : Number.NaN));
  const step = (years[1] ?? 0) - (years[0] ?? 0);
  return Math.abs(step) === 1 && years.every((year, i) => year === (years[0] ?? 0) + i * step);
}

/** The style that a token shows which can be read in one way only: by both marks, or beside a currency or percent sign. */
function styleOf(tokens: readonly string[]): Style {
  for (const token of tokens) {
    const digits = bare(token);
    const hasSign = /[\p{Sc}%]/u.test(token);
    if (/^[-+]?\d{1,3}(\.\d{3})+,\d+$/.test(digits) || (hasSign && /^[-+]?\d+,\d{1,2}$/.test(digits)))
      return 'comma';
    if (/^[-+]?\d{1,3}(,\d{3})+\.\d+$/.test(digits) || (hasSign && /^[-+]?\d{1,3}(,\d{3})+$/.test(digits)))
      return 'point_and_groups';
  }
  return 'point';
}

/** Whether a text is a number in any style. */
function isNumber(text: string): boolean {
  return (['point', 'point_and_groups', 'comma'] as const).some((style) => numberOf(text, style) !== null);
}

/** A number with or without a currency or percent sign, whose digits may be in groups of three; null for other texts. */
function numberOf(text: string, style: Style = 'point'): number | null {
  const digits = bare(text);
  const [group, decimal] = style === 'comma' ? ['.', ','] : [',', '.'];
  const isGrouped = new RegExp(`^[-+]?\\d{1,3}(\\${group}\\d{3})+(\\${decimal}\\d+)?$`).test(digits);
  const ungrouped = style !== 'point' && isGrouped ? digits.replaceAll(group, '') : digits;
  if (style === 'comma' && ungrouped.includes('.')) return null;
  const written = ungrouped.replace(decimal, '.');
  return number.test(written) ? Number(written) : null;
}

/** A number without its currency or percent sign and without the spaces and apostrophes between groups of digits. */
function bare(text: string): string {
  return text
    .replace(/^−/, '-')
    .replace(/^([-+]?)\p{Sc}|\p{Sc}$|%$/gu, '$1')
    .replace(/(?<=\d)[\u00A0\u202F\u2009'’](?=\d{3}(?!\d))/g, '');
}
