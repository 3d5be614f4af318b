import { colourOf, type Points, secondsOf } from '../../parts/charts/index.ts';
import { formatSeriesTime, formatTogether } from '../../parts/index.ts';
import { levels } from './reading.ts';
import type { Shown } from './shown.ts';

export const size = { width: 960, height: 540 };
const frame = { left: 76, right: 24, top: 64, bottom: 76 };
const fills = { 95: '--fan-95', 80: '--fan-80', 50: '--fan-50' } as const;

/** Names of what is drawn, in the language of the page. */
export interface PictureTexts {
  title: string;
  history: string;
  median: string;
  actual: string;
  interval: (level: number) => string;
}

/** The chart as an SVG file, in the colours of the theme. */
export function svgOf({ series, history, fan, actual, lines }: Shown, texts: PictureTexts): string {
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
        level,
        ...{
          lower: fromLast({ times: fan.times, values: interval.lower }),
          upper: fromLast({ times: fan.times, values: interval.upper }),
        },
      },
    ];
  });
  const drawn = [
    { points: history, colour: '--chart-history', label: texts.history, isDashed: false },
    {
      points: fromLast({ times: fan.times, values: fan.median }),
      colour: '--accent',
      label: texts.median,
      isDashed: false,
    },
    ...lines.map((line) => ({
      points: fromLast(line),
      colour: line.colour,
      label: line.label,
      isDashed: line.isDashed === true,
    })),
    ...(actual.times.length === 0
      ? []
      : [{ points: fromLast(actual), colour: '--chart-actual', label: texts.actual, isDashed: false }]),
  ] as const;
  const scale = scaleOf([
    ...drawn.map(({ points }) => points),
    ...bands.flatMap(({ lower, upper }) => [lower, upper]),
  ]);
  const tickText = formatTogether(scale.yTicks);
  const colour = (token: string) => colourOf(token as `--${string}`);
  const text = (
    x: number,
    y: number,
    content: string,
    { anchor = 'start', size = 12, token = '--text-faint', weight = 400 } = {},
  ) =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" fill="${colour(token)}">${escaped(content)}</text>`;
  const parts = [
    `<rect width="${size.width}" height="${size.height}" fill="${colour('--surface')}"/>`,
    text(frame.left, 34, series, { size: 18, token: '--text', weight: 600 }),
    text(size.width - frame.right, 34, texts.title, { anchor: 'end', size: 13, token: '--text-soft' }),
    ...scale.yTicks.flatMap((value) => [
      `<path d="M${frame.left} ${scale.y(value)}H${size.width - frame.right}" stroke="${colour('--chart-grid')}"/>`,
      text(frame.left - 10, scale.y(value) + 4, tickText(value), { anchor: 'end' }),
    ]),
    ...xTicks([...history.times, ...fan.times]).map((time) =>
      text(scale.x(time), size.height - frame.bottom + 22, formatSeriesTime(time), { anchor: 'middle' }),
    ),
    ...bands.map(({ level, lower, upper }) => {
      const back = { times: [...lower.times].reverse(), values: [...lower.values].reverse() };
      const path = `${pathOf(upper, scale)}${pathOf(back, scale).replace('M', 'L')}Z`;
      return `<path d="${path}" fill="${colour(fills[level as 50 | 80 | 95])}"/>`;
    }),
    ...drawn.map(
      ({ points, colour: token, isDashed }) =>
        `<path d="${pathOf(points, scale)}" fill="none" stroke="${colour(token)}" stroke-width="2" stroke-linejoin="round"${isDashed ? ' stroke-dasharray="6 4"' : ''}/>`,
    ),
    legend(
      [
        ...drawn.map(({ colour: token, label }) => ({ fill: colour(token), label })),
        ...bands
          .toReversed()
          .map(({ level }) => ({ fill: colour(fills[level as 50 | 80 | 95]), label: texts.interval(level) })),
      ],
      text,
    ),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" font-family="system-ui, sans-serif"><title>${escaped(series)}</title>${parts.join('')}</svg>`;
}

interface Scale {
  x: (time: string | number) => number;
  y: (value: number) => number;
  yTicks: number[];
}

function scaleOf(all: readonly Points[]): Scale {
  const times = all.flatMap((points) => points.times.map(secondsOf));
  const values = all.flatMap((points) => points.values).filter((value) => value !== null);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.04 * (high - low || Math.abs(high) || 1);
  const [bottom, top] = [low - room, high + room];
  const [width, height] = [size.width - frame.left - frame.right, size.height - frame.top - frame.bottom];
  return {
    x: (time) => round(frame.left + (width * (secondsOf(time) - first)) / (last - first || 1)),
    y: (value) => round(frame.top + (height * (top - value)) / (top - bottom)),
    yTicks: ticksBetween(bottom, top),
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

function xTicks(times: readonly (string | number)[]): (string | number)[] {
  const count = Math.min(6, times.length);
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

function legend(
  entries: readonly { fill: string; label: string }[],
  text: (x: number, y: number, content: string, options?: { token?: string }) => string,
): string {
  const y = size.height - 22;
  let x = frame.left;
  return entries
    .map(({ fill, label }) => {
      const at = x;
      x += 44 + 7.2 * [...label].reduce((sum, letter) => sum + (letter > '\u1100' ? 1.7 : 1), 0);
      return `<rect x="${at}" y="${y - 8}" width="16" height="8" rx="2" fill="${fill}"/>${text(at + 22, y, label, { token: '--text-soft' })}`;
    })
    .join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
