/** Numbers of 32 and 16 bits as the decimals that were written: 0.1 instead of 0.10000000149011612. */
import type { SchemaElement } from 'hyparquet';

/** A binary format of fewer bits than those of JavaScript. */
interface ShortFloat {
  /** Digits that each number of the format keeps, and digits that tell any two of them apart. */
  digitsMin: number;
  digitsMax: number;
  /** The number of the format that is nearest. */
  round: (number: number) => number;
}

const float32: ShortFloat = { digitsMin: 6, digitsMax: 9, round: Math.fround };
const float16: ShortFloat = { digitsMin: 3, digitsMax: 5, round: roundedToHalf };

/** The format of a column of such numbers; null for other columns. Source: the Parquet format,
 *  LogicalTypes.md, FLOAT16. */
export function shortFloatOf({ type, logical_type }: SchemaElement): ShortFloat | null {
  if (type === 'FLOAT') return float32;
  return logical_type?.type === 'FLOAT16' ? float16 : null;
}

/** The decimal with the fewest digits, but at least `digitsMin`, that the format rounds to the number. Integers
 *  are exact as they are. */
export function shortestDecimal(number: number, { digitsMin, digitsMax, round }: ShortFloat): number {
  if (Number.isSafeInteger(number)) return number;
  for (let digits = digitsMin; digits < digitsMax; digits++) {
    const decimal = Number(number.toPrecision(digits));
    if (round(decimal) === number) return decimal;
  }
  return Number(number.toPrecision(digitsMax));
}

/** Bits of the fraction, and the least exponent, of 16 bits. */
const [fractionBits, exponentMin] = [10, -14];

function roundedToHalf(number: number): number {
  const exponent = Math.max(exponentMin, Math.floor(Math.log2(Math.abs(number))));
  const unit = 2 ** (exponent - fractionBits);
  return Math.round(number / unit) * unit;
}
