import { csvFileOf } from '../../parts/index.ts';
import { timesOf, valuesAt } from './by-time.ts';
import { font } from './picture.ts';
import { levels } from './reading.ts';
import type { Shown } from './shown.ts';

/** The numbers of the chart as CSV: one row for each time. */
export function fanCsvOf({ series, history, fan, actual, lines }: Shown): Blob {
  const names = ['series', 'time', 'value', 'median'];
  for (const level of levels) names.push(`lower_${level}`, `upper_${level}`);
  const header = [...names, ...lines.map(({ label }) => label)];
  const before = history.times.map((time, i) => [series, time, history.values[i]]);
  const times = timesOf([fan, ...lines]);
  const ofFan = (values: readonly number[] = []) => valuesAt(times, { times: fan.times, values });
  const columns = [
    valuesAt(times, actual),
    ofFan(fan.median),
    ...levels.flatMap((level) => {
      const interval = fan.intervals[level];
      return [ofFan(interval?.lower), ofFan(interval?.upper)];
    }),
    ...lines.map((line) => valuesAt(times, line)),
  ];
  const after = times.map((time, i) => [series, time, ...columns.map((values) => values[i])]);
  const rows: unknown[][] = [header, ...before, ...after];
  return csvFileOf(rows);
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

/** Width of a text in the font of the pictures, in pixels. */
export function widthOf(text: string, fontSize: number): number {
  measure ??= document.createElement('canvas').getContext('2d');
  if (measure === null) return 0.6 * fontSize * text.length;
  measure.font = `${fontSize}px ${font}`;
  return measure.measureText(text).width;
}

let measure: CanvasRenderingContext2D | null | undefined;
