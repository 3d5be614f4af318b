import { language } from '../messages/index.ts';
import { parts } from '../messages/parts.ts';

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = language.value + JSON.stringify(options);
  let format = formats.get(name);
  if (format === undefined) {
    // Values that are rounded to zero have no sign.
    format = new Intl.NumberFormat(language.value, { signDisplay: 'negative', ...options });
    formats.set(name, format);
  }
  return format;
}

/** A measured value with enough digits to tell values of the same size apart: 1,234.6 and 0.0123. */
export function formatValue(value: number | null | undefined, digits = 5): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e12))
    return numberFormat({ notation: 'scientific', maximumSignificantDigits: 3 }).format(value);
  if (size >= 10 ** (digits - 1)) return numberFormat({ maximumFractionDigits: 0 }).format(value);
  return numberFormat({ maximumSignificantDigits: digits }).format(value);
}

/** Digits of the range of some values that their texts show. */
const rangeDigits = 3;
/** Beyond these sizes numbers are written with an exponent. */
const plainMin = 1e-4;
const plainMax = 1e12;
const fractionDigitsMax = 15;

/** Writes values that are shown together: with at least the digits of `formatValue`, and so many that their
 *  differences are seen. */
export function formatTogether(
  values: Iterable<number | null | undefined>,
  digits = 5,
): (value: number | null | undefined) => string {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const magnitude = low > high ? 0 : Math.max(Math.abs(low), Math.abs(high));
  const hasExponent = magnitude !== 0 && (magnitude < plainMin || magnitude >= plainMax);
  // Decimals of the smallest difference that is shown; float64 has no difference below.
  const range = high - low > magnitude * 1e-13 ? high - low : 0;
  const ofRange = range > 0 ? rangeDigits - 1 - exponentOf(range) : Number.NEGATIVE_INFINITY;
  return (value) => {
    if (value === null || value === undefined || !Number.isFinite(value)) return '–';
    if (Math.abs(value) <= magnitude * 1e-13) return numberFormat({}).format(0); // the noise of a tick
    const exponent = exponentOf(value);
    const decimals = Math.max(digits - 1 - exponent, ofRange);
    if (hasExponent || decimals > fractionDigitsMax) {
      const significant = Math.min(fractionDigitsMax, Math.max(3, exponent + ofRange + 1));
      return numberFormat({ notation: 'scientific', maximumSignificantDigits: significant }).format(value);
    }
    return numberFormat({ maximumFractionDigits: Math.max(0, decimals) }).format(value);
  };
}

/** A stored value with all its digits. */
export function formatStored(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const notation = size !== 0 && (size < plainMin || size >= 1e15) ? 'scientific' : 'standard';
  return numberFormat({ notation, maximumSignificantDigits: 17 }).format(value);
}

/** Power of ten of the first digit. */
function exponentOf(value: number): number {
  return Math.floor(Math.log10(Math.abs(value)) + 1e-12);
}

/** Values of one column, all with the same number of decimals. */
export function formatFixed(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  return numberFormat({ minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);
}

export function formatCount(value: number): string {
  return numberFormat({ maximumFractionDigits: 0 }).format(value);
}

/** @param share 0.125 is 12.5 % */
export function formatPercent(share: number | null | undefined, decimals = 0): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return '–';
  return numberFormat({
    style: 'percent',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(share);
}

const countedMax = 1e12;

/** A probability from 0 to 1: 12.5%, and below 0.1%: 1 in 2,300. Long text has a small probability, never 0%. */
export function formatProbability(share: number): string {
  if (share >= 0.001) return formatPercent(share, 1);
  const m = parts[language.value];
  const count = 1 / share;
  return count < countedMax
    ? m.oneIn(formatCount(Number(count.toPrecision(2))))
    : m.belowOneIn(formatCount(countedMax));
}

export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return numberFormat({
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: 'short',
    maximumSignificantDigits: 3,
  }).format(bytes / 1000 ** power);
}

/** A length of time in its two largest units: 1 min 20 s, and 2 min. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–';
  const unit = (value: number, name: string) =>
    numberFormat({ style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 0 }).format(value);
  if (seconds < 1) return unit(Math.round(seconds * 1_000), 'millisecond');
  const whole = Math.round(seconds);
  if (whole < 60) return unit(whole, 'second');
  const both = (large: number, largeName: string, small: number, smallName: string) =>
    small === 0 ? unit(large, largeName) : `${unit(large, largeName)} ${unit(small, smallName)}`;
  if (whole < 3_600) return both(Math.floor(whole / 60), 'minute', whole % 60, 'second');
  if (whole < 86_400)
    return both(Math.floor(whole / 3_600), 'hour', Math.floor((whole % 3_600) / 60), 'minute');
  return both(Math.floor(whole / 86_400), 'day', Math.floor((whole % 86_400) / 3_600), 'hour');
}

/** A moment at which something happened, in the zone of the reader. */
export function formatMoment(iso: string | null | undefined): string {
  if (iso === null || iso === undefined) return '–';
  return new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(iso),
  );
}

/** The day of a moment, in the zone of the reader. */
export function formatDay(iso: string): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: 'medium' }).format(new Date(iso));
}

/** The time of day of a moment with its seconds, in the zone of the reader: 14:05:09. */
export function formatClock(iso: string): string {
  return new Date(iso).toLocaleTimeString('sv');
}

/** A moment with its date and its seconds, in the zone of the reader: 2026-11-30 14:05:09. */
export function formatStamp(iso: string): string {
  return new Date(iso).toLocaleString('sv');
}

/** How long ago something happened: 5 minutes ago. */
export function formatAgo(iso: string | null | undefined, now = Date.now()): string {
  if (iso === null || iso === undefined) return '–';
  const seconds = (Date.parse(iso) - now) / 1_000;
  const format = new Intl.RelativeTimeFormat(language.value, { numeric: 'auto' });
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const;
  for (const [unit, length] of units)
    if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit);
  return format.format(Math.round(Math.min(seconds, 0)), 'second');
}

/** A time of a series as the API writes it, on the clock of its zone: 17 Apr 2020. An integer stays as it is. */
export function formatSeriesTime(time: string | number): string {
  if (typeof time === 'number') return String(time);
  const hasClock = time.includes('T');
  const wall = time.replace(/(Z|[+-]\d{2}:?\d{2})$/, '');
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeZone: 'UTC' };
  const fraction = /T[\d:]+\.(\d*[1-9])/.exec(wall)?.[1];
  if (fraction !== undefined) {
    // The styles have no digits below a second: these are the parts of the medium ones.
    const parts: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'short', day: 'numeric' };
    const clock: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit', second: '2-digit' };
    const fractionalSecondDigits = Math.min(3, fraction.length) as 1 | 2 | 3;
    const exact = { ...parts, ...clock, fractionalSecondDigits, timeZone: 'UTC' };
    return new Intl.DateTimeFormat(language.value, exact).format(new Date(`${wall}Z`));
  }
  if (hasClock) options.timeStyle = /T\d{2}:\d{2}(:00(\.0+)?)?$/.test(wall) ? 'short' : 'medium';
  const format = new Intl.DateTimeFormat(language.value, options);
  return format.format(new Date(hasClock ? `${wall}Z` : time));
}
