import { levels } from './reading.ts';
import type { Shown } from './shown.ts';

/** The numbers of the chart as a table: one row for each time. */
export function csvOf({ series, history, fan, actual, lines }: Shown): string {
  const names = ['series', 'time', 'value', 'median'];
  for (const level of levels) names.push(`lower_${level}`, `upper_${level}`);
  const header = [...names, ...lines.map(({ label }) => label)];
  const known = new Map(actual.times.map((time, i) => [time, actual.values[i]]));
  const before = history.times.map((time, i) => [series, time, history.values[i]]);
  const after = fan.times.map((time, i) => [
    ...[series, time, known.get(time), fan.median[i]],
    ...levels.flatMap((level) => {
      const interval = fan.intervals[level];
      return [interval?.lower[i], interval?.upper[i]];
    }),
    ...lines.map(({ values }) => values[i]),
  ]);
  const rows: unknown[][] = [header, ...before, ...after];
  return `${rows.map((row) => header.map((_, i) => cell(row[i])).join(',')).join('\n')}\n`;
}

/** A text that a spreadsheet would run as a formula gets a `'` before it, as in the files of the API. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !Number.isFinite(Number(text)) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has read the file when the next task runs.
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}

/** A name that every file system takes. */
export function fileName(series: string, extension: string): string {
  const plain = series.replace(/[^\p{L}\p{N}_.-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '');
  return `forecast-${plain === '' ? 'series' : plain}.${extension}`;
}

/** A drawing as PNG, at twice its size. */
export async function pngOf(svg: string, width: number, height: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = 2 * width;
  canvas.height = 2 * height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The browser has no canvas.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('The picture is too large.')) : resolve(blob)));
  });
}
