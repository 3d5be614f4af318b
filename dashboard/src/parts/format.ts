import { language } from '../messages/index.ts';

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = language.value + JSON.stringify(options);
  let format = formats.get(name);
  if (format === undefined) {
    format = new Intl.NumberFormat(language.value, options);
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
  if (hasClock) options.timeStyle = /T\d{2}:\d{2}(:00(\.0+)?)?$/.test(wall) ? 'short' : 'medium';
  const format = new Intl.DateTimeFormat(language.value, options);
  return format.format(new Date(hasClock ? `${wall}Z` : time));
}
