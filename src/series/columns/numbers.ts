/** Reads numbers as people and spreadsheets write them: `1234.5`, `1,234.5`, `1.234,5`, `1 234,5`,
 *  `$1,234.50`, `(5)`, `5 %`. */

import { plainCharacters } from '../text/index.ts';

/** The decimal separator. */
export type NumberStyle = 'point' | 'comma';

const missingCells = new Set(
  [
    ['', '-', '--', '–', '—', '.', '..', '?', ':', '*', '**', '***', '****'],
    ['nan', 'na', 'n/a', 'n.a.', '#n/a', '#n/a n/a', '<na>', 'nat', 'missing'],
    ['null', '(null)', '\\n', 'none', 'nil'],
    ['#nv', '#n/d', '#n/b', '#н/д', '#yok', '#hiányzik'],
  ].flat(),
);
const infinity = /^[+-]?(inf|infinity|∞)$/i;
/** A symbol of a currency, `R$`, `kr`, `Fr.` or a code of ISO 4217. */
const currency = String.raw`(?:[A-Z]{0,2}\p{Sc}|kr\.?|Fr\.|(?:USD|EUR|GBP|JPY|CHF|CNY|INR|BRL|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|TRY|ZAR|MXN|KRW|RUB)\b)`;
const unit = `(?:${currency}|%)`;
const unitBefore = new RegExp(String.raw`^([+-]?)\s*(${unit})\s*`, 'u');
const unitAfter = new RegExp(String.raw`(?<!\s)\s*(${unit})$`, 'u');
/** Codes of ISO 4217, and others, that may also begin the name of a thing, as in `AMD 5600` and `COP 26`. Codes that
 *  are common words or units, such as `ALL`, `TOP`, `STN` and `KGS`, are not among them. */
const furtherCode = [
  'RMB|SGD|HKD|TWD|THB|IDR|MYR|PHP|VND|PKR|BDT|LKR|NPR|MMK|KHR|MNT|KZT|UZS',
  'AED|SAR|QAR|KWD|BHD|OMR|JOD|ILS|EGP|IQD|IRR|LBP',
  'MAD|DZD|TND|NGN|GHS|KES|UGX|TZS|ETB|RWF|XOF|XAF|MUR|ZMW|BWP|AOA',
  'ARS|CLP|COP|PEN|UYU|BOB|PYG|CRC|GTQ|HNL|NIO|DOP|JMD|TTD|VES',
  'RON|BGN|HRK|RSD|ISK|UAH|BYN|MDL|MKD|GEL|AMD|AZN|BAM',
].join('|');
/** Short forms: rupiah, rupee, ringgit, sol, koruna, złoty, rouble and lev. */
const shortForm = String.raw`R[ps]\.?|RM|S\/\.?|Kč|zł|руб\.?|лв\.?`;
const furtherCurrency = String.raw`(?:${shortForm}|(?:${furtherCode})(?![\p{L}\d]))`;
const furtherBefore = new RegExp(
  String.raw`^([+-]?)\s*(${furtherCurrency})\s*(?=[\d.,(+\u2212\u2013\u2014-])`,
  'u',
);
const anyCurrency = new RegExp(`^(?:${currency}|${furtherCurrency})$`, 'u');

/** Whether a unit is a currency. It does not change the size of a number. */
export function isCurrency(unit: string): boolean {
  return anyCurrency.test(unit);
}

/** A number behind a further currency, without it and with its sign in front: `-SGD 5` is `-5`. The column decides
 *  whether it is an amount or a name such as `RM 101`. Null for another text. */
export function behindCurrency(cell: string): { number: string; currency: string } | null {
  const { text } = bareNumber(cell);
  const match = furtherBefore.exec(text);
  if (match === null) return null;
  const [before, sign, currency] = match;
  const rest = text.slice(before.length);
  const number = zeroDash.test(rest) ? '0' : sign + bareNumber(rest).text;
  return { number, currency };
}

const plain = {
  point: /^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i,
  comma: /^[+-]?(\d+(?:,\d*)?|,\d+)(e[+-]?\d+)?$/i,
};
/** Groups of three digits with the same separator, or of two before the last three, as in India. The first group does
 *  not begin with a zero: `0,125` is a fraction. */
const grouped = {
  point: /^[+-]?(?:[1-9]\d{0,2}([,'’ \u00a0\u2009\u202f])\d{3}(\1\d{3})*|[1-9]\d?(?:,\d\d)+,\d{3})(\.\d*)?$/,
  comma: /^[+-]?[1-9]\d{0,2}([.'’ \u00a0\u2009\u202f])\d{3}(\1\d{3})*(,\d*)?$/,
};
const groupSeparators = {
  point: /[,'’ \u00a0\u2009\u202f]/g,
  comma: /[.'’ \u00a0\u2009\u202f]/g,
};

/** A decimal mark with dashes after it instead of digits. */
const noCents = /(?<=\d)([.,])(?:[-\u2013\u2014]{1,2})$/;

/** Error of Excel in any language: `#VALUE!`, `#ДЕЛ/0!`, `#¿NOMBRE?`. */
const excelError = /^#[¡¿]?[\p{Lu}/]{2,12}0?[!?]$/u;

/** A dash in place of zero beside a currency, as accounting formats of spreadsheets write it: `$ -`. */
const zeroDash = /^[-\u2013\u2014]$/;

/** Longer cells are not matched against the patterns. */
const numberLengthMax = 64;

const [zero, nine, minus, point] = [48, 57, 45, 46];

/** The number in a cell: NaN if it is missing, ±Infinity if it is infinite or overflows, null if it is not a number. */
export function readNumber(cell: string, style: NumberStyle): number | null {
  const value = readSimple(cell, style);
  return value ?? readUnusual(plainCharacters(cell.trim()), style);
}

/** Reads the usual cells fast: digits, a sign, a decimal mark. Null for all others. */
export function readSimple(cell: string, style: NumberStyle): number | null {
  const [first, second] = [cell.charCodeAt(0), cell.charCodeAt(1)];
  const isPrefixed = first === zero && second > nine; // 0x1F and 0b1 are numbers only in JavaScript
  if (!((first >= zero && first <= nine) || first === minus) || isPrefixed) return null;
  if (style === 'comma' && cell.includes('.')) return null;
  const value = Number(style === 'comma' ? cell.replace(',', '.') : cell);
  return Number.isNaN(value) ? null : value;
}

export function isMissing(written: string): boolean {
  const first = written.charCodeAt(0);
  if (first >= zero && first <= nine) return false;
  if (written.length > numberLengthMax) return written.trim() === '';
  if (missingCells.has(written)) return true;
  const cell = plainCharacters(written.trim());
  return missingCells.has(cell.toLowerCase()) || isExcelError(cell);
}

function isExcelError(cell: string): boolean {
  return cell.includes('#') && excelError.test(cell);
}

function readUnusual(cell: string, style: NumberStyle): number | null {
  if (cell.length > numberLengthMax) return null;
  if (missingCells.has(cell) || missingCells.has(cell.toLowerCase()) || isExcelError(cell)) return Number.NaN;
  if (infinity.test(cell)) return cell.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  let { text } = bareNumber(cell);
  if (grouped[style].test(text)) text = text.replace(groupSeparators[style], '');
  else if (!plain[style].test(text)) return null;
  return Number(style === 'comma' ? text.replace(',', '.') : text);
}

/** A number without its unit and with its sign in front: `(5 €)` is `-5`. The unit is '' if there is none. */
export function bareNumber(cell: string): { text: string; unit: string } {
  if (cell.length > numberLengthMax) return { text: cell, unit: '' };
  // Excel marks a number that is text with an apostrophe.
  let text = plainCharacters(cell)
    .replace(/^'(?=[\d(+-])/, '')
    .replace(/^[\u2212\u2013]/, '-');
  let sign = '';
  const takeBrackets = () => {
    if (sign === '' && text.startsWith('(') && text.endsWith(')'))
      [sign, text] = ['-', text.slice(1, -1).trim()];
  };
  takeBrackets();
  let found = '';
  text = text.replace(unitBefore, (_, sign: string, symbol: string) => {
    found = symbol;
    return sign;
  });
  text = text.replace(unitAfter, (_, symbol: string) => {
    found = symbol;
    return '';
  });
  // Accounting formats have the currency before the bracket, and blanks after the sign: `$ (5)`, `-   5 €`.
  takeBrackets();
  text = text.replace(/^([+-])\s+(?=[\d.,])/, '$1');
  if (zeroDash.test(text) && sign === '' && isCurrency(found)) text = '0';
  // A dash in place of the cents: `5,-` is 5.
  text = text.replace(noCents, '$10');
  if (sign === '' && /^[\d.,'’ \u00a0\u2009\u202f]*\d-$/.test(text)) [sign, text] = ['-', text.slice(0, -1)];
  return { text: sign + text, unit: found };
}

/** The decimal mark that a cell shows. `either`: three digits follow the only mark, as in `1.234`, so that it may
 *  separate decimals or thousands. `none`: the cell has no mark, or is not a number. */
export type DecimalEvidence = NumberStyle | 'either-point' | 'either-comma' | 'none';

const groupsOfPoints = /^[+-]?[1-9]\d{0,2}(\.\d{3}){2,}$/;
const groupsOfCommas = /^[+-]?([1-9]\d{0,2}(,\d{3}){2,}|[1-9]\d?(,\d\d)+,\d{3})$/;
const oneGroup = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;

/** @param cell a trimmed cell */
export function decimalEvidence(cell: string): DecimalEvidence {
  if (cell.length > numberLengthMax) return 'none';
  const { text } = bareNumber(cell);
  const [hasPoint, hasComma] = [text.includes('.'), text.includes(',')];
  if (!hasPoint && !hasComma) return 'none';
  if (oneGroup.test(text)) return hasPoint ? 'either-point' : 'either-comma';
  if (groupsOfPoints.test(text)) return 'comma';
  if (groupsOfCommas.test(text)) return 'point';
  const isPoint = grouped.point.test(text) || plain.point.test(text);
  const isComma = grouped.comma.test(text) || plain.comma.test(text);
  return isPoint === isComma ? 'none' : isPoint ? 'point' : 'comma';
}

/** Whether three digits follow a point at the end of a number without other marks: it may separate thousands. */
export function mayBeGroup(cell: string): boolean {
  return cell.charCodeAt(cell.length - 4) === point && oneGroup.test(cell);
}
