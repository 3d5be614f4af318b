import { lonePoints, type Points, secondsOf } from '../../parts/charts/index.ts';
import { formatSeriesTime, formatTogether } from '../../parts/index.ts';
import { levels } from './reading.ts';
import type { Shown } from './shown.ts';

/** Font family of the texts. */
export const font = 'system-ui, sans-serif';
export const size = { width: 960, height: 540 };
const leftMin = 76;
const right = 24;
const top = 64;
const plotBottom = 54;
/** Between the labels of an axis and what is beside them. */
const labelGap = 10;
const legendRow = 22;
const legendMark = 22;
const legendGap = 22;
const ticksMax = 6;
/** Width of a bold text as a multiple of its width in regular letters, rounded up. */
const boldWidth = 1.1;
const sizes = { axis: 12, series: 18, title: 13 };
const fills = { 95: '--fan-95', 80: '--fan-80', 50: '--fan-50' } as const;

/** Names of what is drawn, in the language of the page. */
export interface PictureTexts {
  title: string;
  history: string;
  median: string;
  actual: string;
  interval: (level: number) => string;
}

/** Answers of the page that a picture needs. */
export interface PictureSurface {
  colourOf: (token: `--${string}`) => string;
  /** Width of a text, in pixels. */
  widthOf: (text: string, fontSize: number) => number;
}

/** The place of the plot in the picture: its edges. */
interface Frame {
  left: number;
  bottom: number;
}

interface DrawnLine {
  points: Points;
  colour: string;
  label: string;
  isDashed: boolean;
}

interface Band {
  fill: string;
  lower: Points;
  upper: Points;
}

interface LegendMark {
  fill: string;
  label: string;
}

/** Everything that is drawn, in its place. */
interface Layout {
  frame: Frame;
  scale: Scale;
  lines: DrawnLine[];
  bands: Band[];
  title: string;
  heading: string;
  yTicks: { y: number; label: string }[];
  xTicks: { x: number; label: string }[];
  legendRows: { entry: LegendMark; x: number }[][];
}

/** The chart as an SVG file, in the colours of the theme. Every label has the room that it takes. */
export function svgOf(shown: Shown, texts: PictureTexts, surface: PictureSurface): string {
  const marks = marksOf(layoutOf(shown, texts, surface), surface);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" font-family="${font}"><title>${escaped(shown.series)}</title>${marks.join('')}</svg>`;
}

function layoutOf(shown: Shown, texts: PictureTexts, { colourOf, widthOf }: PictureSurface): Layout {
  const { lines, bands, legend } = drawnOf(shown, texts, colourOf);
  const cut = (content: string, fontSize: number, widthMax: number) =>
    fitted(content, widthMax, (part) => widthOf(part, fontSize));
  const points = [
    ...lines.map((line) => line.points),
    ...bands.flatMap(({ lower, upper }) => [lower, upper]),
  ];
  const values = yTicksOf(points);
  const tickText = formatTogether(values);
  const tickWidth = Math.max(0, ...values.map((value) => widthOf(tickText(value), sizes.axis)));
  const left = Math.max(leftMin, Math.ceil(tickWidth) + 2 * labelGap);
  const plotWidth = size.width - left - right;
  const legendRows = inRows(
    legend.map(({ fill, label }) => ({ fill, label: cut(label, sizes.axis, plotWidth - legendMark) })),
    ({ label }) => legendMark + widthOf(label, sizes.axis) + legendGap,
    plotWidth + legendGap,
  );
  const frame = { left, bottom: plotBottom + legendRow * legendRows.length };
  const scale = scaleOf(points, frame);
  const title = cut(texts.title, sizes.title, 0.45 * plotWidth);
  const headingWidth = plotWidth - widthOf(title, sizes.title) - 24;
  const times = [...shown.history.times, ...shown.fan.times];
  const timeWidth = Math.max(
    ...xTicks(times, ticksMax).map((time) => widthOf(formatSeriesTime(time), sizes.axis)),
  );
  const tickCount = Math.floor(plotWidth / (timeWidth + 2 * labelGap));
  return {
    ...{ frame, scale, lines, bands, title, legendRows },
    heading: cut(shown.series, boldWidth * sizes.series, headingWidth),
    yTicks: values.map((value) => ({ y: scale.y(value), label: tickText(value) })),
    xTicks: xTicks(times, Math.min(ticksMax, tickCount)).map((time) => {
      const label = formatSeriesTime(time);
      const half = widthOf(label, sizes.axis) / 2;
      return { x: round(Math.max(half, Math.min(size.width - half - 2, scale.x(time)))), label };
    }),
  };
}

/** The lines and bands with their colours, and the entries of the legend. Forecasts begin at the last value. */
function drawnOf(
  { history, fan, actual, lines: compared }: Shown,
  texts: PictureTexts,
  colourOf: PictureSurface['colourOf'],
): { lines: DrawnLine[]; bands: Band[]; legend: LegendMark[] } {
  const last = { time: history.times.at(-1), value: history.values.at(-1) ?? null };
  const fromLast = ({ times, values }: Points): Points =>
    last.time === undefined || last.value === null
      ? { times, values }
      : { times: [last.time, ...times], values: [last.value, ...values] };
  const bands = levels.toReversed().flatMap((level) => {
    const interval = fan.intervals[level];
    if (interval === undefined) return [];
    return [
      {
        fill: colourOf(fills[level as 50 | 80 | 95]),
        label: texts.interval(level),
        lower: fromLast({ times: fan.times, values: interval.lower }),
        upper: fromLast({ times: fan.times, values: interval.upper }),
      },
    ];
  });
  const line = (points: Points, token: `--${string}`, label: string, isDashed = false): DrawnLine => ({
    ...{ points, label, isDashed },
    colour: colourOf(token),
  });
  const lines = [
    line(history, '--chart-history', texts.history),
    line(fromLast({ times: fan.times, values: fan.median }), '--accent', texts.median),
    ...compared.map((one) => line(fromLast(one), one.colour, one.label, one.isDashed)),
    ...(actual.times.length === 0 ? [] : [line(fromLast(actual), '--chart-actual', texts.actual)]),
  ];
  const legend = [
    ...lines.map(({ colour, label }) => ({ fill: colour, label })),
    ...bands.toReversed().map(({ fill, label }) => ({ fill, label })),
  ];
  return { lines, bands, legend };
}

/** The elements of the picture, those in the back first. */
function marksOf(layout: Layout, { colourOf }: PictureSurface): string[] {
  const { frame, scale, lines, bands, title, heading, yTicks, xTicks, legendRows } = layout;
  const { left } = frame;
  const text = (
    x: number,
    y: number,
    content: string,
    { anchor = 'start', size = sizes.axis, token = '--text-faint' as `--${string}`, weight = 400 } = {},
  ) =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" fill="${colourOf(token)}">${escaped(content)}</text>`;
  return [
    `<rect width="${size.width}" height="${size.height}" fill="${colourOf('--surface')}"/>`,
    text(left, 34, heading, { size: sizes.series, token: '--text', weight: 600 }),
    text(size.width - right, 34, title, { anchor: 'end', size: sizes.title, token: '--text-soft' }),
    ...yTicks.flatMap(({ y, label }) => [
      `<path d="M${left} ${y}H${size.width - right}" stroke="${colourOf('--chart-grid')}"/>`,
      text(left - labelGap, y + 4, label, { anchor: 'end' }),
    ]),
    ...xTicks.map(({ x, label }) => text(x, size.height - frame.bottom + 22, label, { anchor: 'middle' })),
    ...bands.map(({ fill, lower, upper }) => {
      const back = { times: [...lower.times].reverse(), values: [...lower.values].reverse() };
      const path = `${pathOf(upper, scale)}${pathOf(back, scale).replace('M', 'L')}Z`;
      return `<path d="${path}" fill="${fill}"/>`;
    }),
    ...lines.flatMap(({ points, colour, isDashed }) => [
      `<path d="${pathOf(points, scale)}" fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round"${isDashed ? ' stroke-dasharray="6 4"' : ''}/>`,
      ...lonePoints(points.values).map(
        (i) =>
          `<circle cx="${scale.x(points.times[i] ?? 0)}" cy="${scale.y(points.values[i] ?? 0)}" r="2" fill="${colour}"/>`,
      ),
    ]),
    ...legendRows.flatMap((row, r) =>
      row.map(({ entry: { fill, label }, x }) => {
        const y = size.height - 22 - legendRow * (legendRows.length - 1 - r);
        const mark = `<rect x="${round(left + x)}" y="${y - 8}" width="16" height="8" rx="2" fill="${fill}"/>`;
        return `${mark}${text(round(left + x + legendMark), y, label, { token: '--text-soft' })}`;
      }),
    ),
  ];
}

interface Scale {
  x: (time: string | number) => number;
  y: (value: number) => number;
}

/** The lowest and the highest value that the plot shows: a little more than those of the points. */
function valueEnds(all: readonly Points[]): [bottom: number, top: number] {
  const values = all.flatMap((points) => points.values).filter((value) => value !== null);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.04 * (high - low || Math.abs(high) || 1);
  return [low - room, high + room];
}

function yTicksOf(all: readonly Points[]): number[] {
  return ticksBetween(...valueEnds(all));
}

function scaleOf(all: readonly Points[], frame: Frame): Scale {
  const times = all.flatMap((points) => points.times.map(secondsOf));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const [lowest, highest] = valueEnds(all);
  const [width, height] = [size.width - frame.left - right, size.height - top - frame.bottom];
  return {
    x: (time) => round(frame.left + (width * (secondsOf(time) - first)) / (last - first || 1)),
    y: (value) => round(top + (height * (highest - value)) / (highest - lowest)),
  };
}

/** Round numbers between two ends: 1, 2 or 5 times a power of ten apart. */
function ticksBetween(low: number, high: number): number[] {
  const rough = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
}

function xTicks(times: readonly (string | number)[], countMax: number): (string | number)[] {
  const count = Math.min(Math.max(1, countMax), times.length);
  return Array.from(
    { length: count },
    (_, i) => times[Math.round(((i + 0.5) * (times.length - 1)) / count)] ?? 0,
  );
}

/** A line with gaps where values are missing. */
function pathOf({ times, values }: Points, { x, y }: Scale): string {
  let isDown = false;
  return times
    .map((time, i) => {
      const value = values[i] ?? null;
      const command = isDown ? 'L' : 'M';
      isDown = value !== null;
      return value === null ? '' : `${command}${x(time)} ${y(value)}`;
    })
    .join('');
}

/** Entries in rows of a width, each with its place in the row. */
function inRows<T>(
  entries: readonly T[],
  widthOf: (entry: T) => number,
  widthMax: number,
): { entry: T; x: number }[][] {
  const rows: { entry: T; x: number }[][] = [];
  let x = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const width = widthOf(entry);
    if (x + width > widthMax) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)?.push({ entry, x });
    x += width;
  }
  return rows;
}

/** A text, cut to a width with an ellipsis. */
function fitted(text: string, widthMax: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= widthMax) return text;
  const letters = [...text];
  let [kept, beyond] = [0, letters.length];
  while (beyond - kept > 1) {
    const middle = (kept + beyond) >> 1;
    if (widthOf(`${letters.slice(0, middle).join('')}…`) <= widthMax) kept = middle;
    else beyond = middle;
  }
  return `${letters.slice(0, kept).join('').trimEnd()}…`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A text without what XML reads as markup, and without the characters that XML 1.0 does not have (2.2). */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
