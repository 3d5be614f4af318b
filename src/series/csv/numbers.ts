/** Reads numbers as spreadsheets write them: `1234.5`, `1,234.5`, `1.234,5`, `1 234,5`, `$1,234.50`, `1e-3`. */

/** The decimal separator. */
export type NumberStyle = 'point' | 'comma';

const missingCells = new Set([
  '',
  'nan',
  'na',
  'n/a',
  '#n/a',
  '#n/a n/a',
  '<na>',
  'nat',
  'null',
  'none',
  'nil',
  '-',
  '--',
  '.',
  '?',
]);
const infinity = /^[+-]?(inf|infinity|∞)$/i;
const currency = /^([+-]?)[$€£¥]\s*|\s*[$€£¥]$/g;
const plain = {
  point: /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i,
  comma: /^[+-]?(\d+,?\d*|,\d+)(e[+-]?\d+)?$/i,
};
/** Groups of three digits with the same separator. */
const grouped = {
  point: /^[+-]?\d{1,3}([,'’ \u00a0\u202f])\d{3}(\1\d{3})*(\.\d*)?$/,
  comma: /^[+-]?\d{1,3}([.'’ \u00a0\u202f])\d{3}(\1\d{3})*(,\d*)?$/,
};
const groupSeparators = { point: /[,'’ \u00a0\u202f]/g, comma: /[.'’ \u00a0\u202f]/g };

/** Longer cells are not matched against the patterns. */
const numberLengthMax = 64;

const [zero, nine, minus] = [48, 57, 45];

/** The number in a cell: NaN if it is missing, ±Infinity if it is infinite or overflows, null if it is not a number. */
export function readNumber(cell: string, style: NumberStyle): number | null {
  if (style === 'point') {
    const [first, second] = [cell.charCodeAt(0), cell.charCodeAt(1)];
    const isPrefixed = first === zero && second > nine; // 0x1F and 0b1 are numbers only in JavaScript
    if (((first >= zero && first <= nine) || first === minus) && !isPrefixed) {
      const value = Number(cell);
      if (!Number.isNaN(value)) return value;
    }
  }
  return readUnusual(cell.trim(), style);
}

export function isMissing(cell: string): boolean {
  return missingCells.has(cell.trim().toLowerCase());
}

function readUnusual(cell: string, style: NumberStyle): number | null {
  if (cell.length > numberLengthMax) return null;
  if (missingCells.has(cell) || missingCells.has(cell.toLowerCase())) return Number.NaN;
  if (infinity.test(cell)) return cell.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  let text = cell.replace(/^\u2212/, '-').replace(currency, '$1');
  if (grouped[style].test(text)) text = text.replace(groupSeparators[style], '');
  else if (!plain[style].test(text)) return null;
  return Number(style === 'comma' ? text.replace(',', '.') : text);
}

/** The decimal separator of a table, from a sample of its cells. It is the point if commas separate the cells. Otherwise
 *  it is the comma if cells are clear (`1,5`, `1.234,5`, `0,125`). If all cells are unclear (`1,234`) and all have a
 *  comma, it is the comma: among thousands some numbers would be below a thousand. */
export function numberStyleOf(cells: Iterable<string>, delimiter: string): NumberStyle {
  if (delimiter === ',') return 'point';
  let [commas, points, either, bare] = [0, 0, 0, 0];
  for (const cell of cells) {
    if (cell.length > numberLengthMax) continue;
    const text = cell.trim().replace(currency, '$1');
    if (/^[+-]?\d{1,3}(,\d{3}){2,}$/.test(text) || /^[+-]?[\d,]+\.(\d{1,2}|\d{4,})$/.test(text)) points++;
    else if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(text)) either++;
    else if (/^[+-]?[\d.'’ \u00a0\u202f]*\d,\d+$/.test(text)) commas++;
    else if (/^[+-]?\d+$/.test(text)) bare++;
  }
  if (points > 0 || commas > 0) return commas > points ? 'comma' : 'point';
  return either > 0 && bare === 0 ? 'comma' : 'point';
}
