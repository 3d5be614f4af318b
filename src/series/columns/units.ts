/** Numbers with a unit after them, such as `3.1 kW`, or with a currency before them, such as `SGD 12.50`. A column of
 *  them has one unit, and each of its cells has it. */
import { quoted, refuse } from '../faults/index.ts';
import { namesMoney } from './column-names.ts';
import { acceptedSigns, hasDebitMark } from './debit-words.ts';
import { type Column, labelOf, leftOut, naming } from './header.ts';
import { bareNumber, behindCurrency, isCurrency, isMissing, readNumber } from './numbers.ts';

const numberAndUnit =
  /^([+-]?(?:\d[\d.,'’ \u00a0\u2009\u202f]*|[.,]\d+)(?:e[+-]?\d+)?)([\p{L}°Ωµμ][\p{L}\p{N}°²³µμ%/·*.^ ()-]{0,15})$/iu;
const numberLengthMax = 64;
/** Suffixes that multiply the number. */
const magnitudes =
  /^(k|K|M|B|bn|mn|mln|mio|mrd|tsd|tn|thousand|millions?|billions?|천|만|억|千|万|億|亿)\.?$/i;
/** `293.1 K`. Thousands have no blank before their suffix in every row. */
const kelvin = /\d\s+K$/;
const prefix = '[yzafpnuµμmcdhkMGTP]?';
const known = new RegExp(
  `^(${prefix}(W|Wh|V|Ah|VA|Hz|g|m|l|L|J|Pa|bar|N|K|mol|Ω|bit|bps|B|s|t|cal)[²³23]?|°[CFK]|min|h|hrs?|hours?|d|days?|lbs?|oz|ft|mi|mph|in|psi|gal|ppm|ppb|dB|pcs|units?)([/·*].{1,8})?$`,
);

/** A number and the unit after it, or the currency before it. The unit is '' if there is none;
 *  null for another text. */
export function splitUnit(cell: string): { number: string; unit: string } | null {
  const text = bareNumber(cell.trim()).text.trim();
  if (text.length > numberLengthMax) return null;
  if (isNumber(text)) return { number: text, unit: '' };
  const amount = behindCurrency(cell.trim());
  if (amount !== null && isNumber(amount.number)) return { number: amount.number, unit: amount.currency };
  const match = numberAndUnit.exec(text);
  if (match === null || !isNumber(match[1].trim())) return null;
  return { number: match[1].trim(), unit: match[2].trim() };
}

const durationWord =
  '(?:[mµμun]?s|secs?|seconds?|sek(?:unden)?|m|mins?|minutes?|minuten|h|hrs?|hours?|std|stunden?|d|days?|tage?n?|w|weeks?|wochen?|months?|monate?|y|yrs?|years?|jahre?)';
const duration = new RegExp(
  String.raw`^[+-]?(?:\d+(?:[.,]\d+)?\s?${durationWord}(?:\.?,?\s|\.?$|(?=\d)))+$`,
  'i',
);
const durationLengthMax = 64;

/** Whether a cell is a quantity and no date: `3.1 s`, `1h 30min`, `5 kW`. */
export function isQuantity(cell: string): boolean {
  const text = cell.trim();
  if (text.length > durationLengthMax) return false;
  return duration.test(text) || known.test(splitUnit(text)?.unit ?? '');
}

/** Whether a text is a number with either decimal mark. */
export function isNumber(text: string): boolean {
  return readNumber(text, 'point') !== null || readNumber(text, 'comma') !== null;
}

interface Seen {
  cell: string;
  row: number;
}

/** The unit of a column of text whose cells all are numbers with that unit; null for other text.
 *  @param cells the cells of the first rows that are not missing, with their rows
 *  @param mayBeCode whether equal cells such as `12B`, and whole numbers behind a currency such
 *  as `RM 101`, may be names
 *  @param isNeeded whether the column has to have numbers if its cells are numbers with units
 *  @throws AppError cell_invalid if a needed column has units that differ or multiply the numbers */
export function unitOfColumn(
  column: Column,
  cells: readonly Seen[],
  lineOf: (row: number) => number,
  { mayBeCode, isNeeded }: { mayBeCode: boolean; isNeeded: boolean },
): string | null {
  const units = new Map<string, Seen>();
  for (const seen of cells) {
    const split = splitUnit(seen.cell);
    if (split === null) return null;
    if (!units.has(split.unit)) units.set(split.unit, seen);
  }
  const named = [...units].filter(([unit]) => unit !== '');
  if (named.length === 0) return null;
  const [[unit, first]] = named;
  if (mayBeCode && areNames(column, cells, unit)) return null;
  const isKelvin = cells.every(({ cell }) => kelvin.test(cell.trim()));
  const multiplied = named.filter(([one]) => isMagnitude(one) && !isKelvin);
  const areMultiplied = multiplied.length === named.length;
  if (!isNeeded && (areMultiplied || units.size > 1)) return null;
  if (areMultiplied) refuseMagnitude(column, first.cell, lineOf(first.row));
  if (units.size === 1) return unit;
  if (!named.every(([one]) => known.test(one) || isMagnitude(one) || (!mayBeCode && isCurrency(one))))
    return null;
  const [, [, other]] = units;
  return refuseUnits(column, other.cell, lineOf(other.row), cells[0].cell);
}

/** The currency of cells that all are numbers behind one further currency, such as `Rp 500`; null for others. */
export function currencyBefore(cells: readonly string[]): string | null {
  const currency = behindCurrency((cells[0] ?? '').trim())?.currency ?? null;
  if (currency === null) return null;
  const hasCurrency = (cell: string) => {
    const amount = behindCurrency(cell.trim());
    return amount !== null && amount.currency === currency && isNumber(amount.number);
  };
  return cells.every(hasCurrency) ? currency : null;
}

/** Decimals, or groups of digits. */
const fraction = /\d[.,'’ \u00a0\u2009\u202f]\d/;

/** Whether cells are codes, or names such as `RM 101` of a room: whole numbers behind a currency in a column that is
 *  not named as one of money. */
function areNames(column: Column, cells: readonly Seen[], unit: string): boolean {
  if (behindCurrency(cells[0].cell.trim()) === null) return isCode(cells, unit);
  return !namesMoney(column) && !cells.some(({ cell }) => fraction.test(cell));
}

/** Fewer equal cells are no code: a few rows have the same number by chance. */
const equalCellsMin = 4;

/** Whether all cells are one text such as `4F0`, `2XL` or `12B`, which is a code unless its letters are
 *  a unit that is known. */
function isCode(cells: readonly Seen[], unit: string): boolean {
  const [{ cell }] = cells;
  const isOneText =
    cells.length >= equalCellsMin && cells.every((other) => other.cell.trim() === cell.trim());
  return isOneText && !/\s/.test(cell.trim()) && (!known.test(unit) || isMagnitude(unit));
}

/** Whether a unit multiplies the number before it: `k`, `M`. */
function isMagnitude(unit: string): boolean {
  return magnitudes.test(unit) && unit !== 'm' && unit !== 'b';
}

/** Whether a cell is a number with a suffix that multiplies it. */
export function isMultiplied(cell: string): boolean {
  const split = splitUnit(cell);
  return split !== null && isMagnitude(split.unit);
}

/** Whether a cell is a number in some notation, alone, with a unit or as a limit: `1200,5`, `1200 kW`, `1.2k`, `<5`. */
export function isAmount(cell: string): boolean {
  return isNumber(cell) || isQuantity(cell) || isMultiplied(cell) || limitIn(cell) !== null;
}

export interface Limit {
  sign: string;
  number: string;
}

/** The limit of a value that is only known to be below or above it: `<1`, `≤ 0.05`, `>2400`. Null for another text. */
export function limitIn(cell: string): Limit | null {
  const text = cell.trim();
  const [sign] = /^[<>]=?|^[≤≥]/.exec(text) ?? [];
  if (sign === undefined || text.length > numberLengthMax) return null;
  const number = text.slice(sign.length).trim();
  return isNumber(number) && !isMissing(number) ? { sign, number } : null;
}

function refuseMagnitude(column: Column, cell: string, line: number): never {
  return refuse('cell_invalid', {
    line,
    message: `${quoted(cell)} has a suffix that multiplies the number (column ${quoted(labelOf(column))})`,
    accepted: `${acceptedInFull}${leftOut(column)}`,
    alternatives: naming('exclude', column),
  });
}

export const acceptedInFull = 'numbers that are written in full: 1200 instead of 1.2k, 5000000 instead of 5M';

const acceptedUnits = 'one unit on all numbers of a column, or on none, so convert them to one unit first';

/** @param other a cell of the column with another unit, or with none */
export function refuseUnits(column: Column, cell: string, line: number, other: string): never {
  return refuse('cell_invalid', {
    line,
    message: `${quoted(cell)} has another unit than ${quoted(other)} (column ${quoted(labelOf(column))})`,
    accepted: `${[cell, other].every(hasDebitMark) ? acceptedSigns : acceptedUnits}${leftOut(column)}`,
    alternatives: naming('exclude', column),
  });
}
