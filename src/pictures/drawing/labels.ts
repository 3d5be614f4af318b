/** Texts of numbers, and the room that a text takes. */

/** Widths of characters as parts of the font size. They are those of Inter, rounded up. */
const narrow = /[ijlIt.,:;'|!()[\] ]/;
const wide = /[mwMW%@—]/;
/** Scripts whose characters are as wide as they are high. */
const square =
  /[\u1100-\u11FF\u2E80-\u9FFF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFF00-\uFFEF]|[\u{1F000}-\u{3FFFF}]/u;

/** Estimated width of a text, in pixels. */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const character of text)
    ems += square.test(character) ? 1.02 : narrow.test(character) ? 0.33 : wide.test(character) ? 0.9 : 0.61;
  return ems * fontSize;
}

/** The text, cut to a width with an ellipsis. */
export function fitted(text: string, fontSize: number, widthMax: number): string {
  if (textWidth(text, fontSize) <= widthMax) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join('')}…`, fontSize) > widthMax) characters.pop();
  return characters.length === 0 ? '' : `${characters.join('').trimEnd()}…`;
}

const units = [
  { size: 1e12, letter: 'T' },
  { size: 1e9, letter: 'B' },
  { size: 1e6, letter: 'M' },
];
/** Magnitudes outside of these are written with an exponent. */
const plainMin = 1e-4;
const plainMax = 1e15;
/** Decimals of a number with a unit. Beyond it all digits are clearer. */
const unitDecimalsMax = 3;

/** Writes numbers of one axis in the same way.
 *  @param magnitude largest absolute value on the axis
 *  @param resolution smallest difference that a text shows, above 0 */
export function numberFormat(magnitude: number, resolution: number): (value: number) => string {
  if (magnitude > 0 && (magnitude < plainMin || magnitude >= plainMax)) {
    const exponent = exponentOf(magnitude);
    const digits = Math.min(15, Math.max(0, exponent - exponentOf(resolution)));
    return (value) => (value === 0 ? '0' : withExponent(value, exponent, digits));
  }
  const unit = units.find(({ size }) => magnitude >= size);
  if (unit !== undefined && decimalsFor(resolution / unit.size) <= unitDecimalsMax) {
    const write = grouped(decimalsFor(resolution / unit.size));
    return (value) => (value === 0 ? '0' : `${write(value / unit.size)}${unit.letter}`);
  }
  return grouped(decimalsFor(resolution));
}

function exponentOf(value: number): number {
  return Math.floor(Math.log10(value) + 1e-9);
}

function decimalsFor(resolution: number): number {
  return Math.min(20, Math.max(0, -exponentOf(resolution)));
}

function grouped(decimals: number): (value: number) => string {
  const format = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return (value) => minus(format.format(value === 0 ? 0 : value));
}

/** As in 1.2e−7. Numbers of one axis have the same exponent. */
function withExponent(value: number, exponent: number, digits: number): string {
  // In two steps: a power of ten may be beyond float64 where the quotient is not.
  const half = Math.trunc(exponent / 2);
  const mantissa = value / 10 ** half / 10 ** (exponent - half);
  return minus(`${mantissa.toFixed(digits)}e${exponent < 0 ? '−' : ''}${Math.abs(exponent)}`);
}

function minus(text: string): string {
  return text.replace(/^-(?=[0.,]*$)/, '').replace(/^-/, '−');
}
