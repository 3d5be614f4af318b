import { useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import { useMessages } from '../../messages/index.ts';
import { parts } from '../../messages/parts.ts';
import { axes, Chart, secondsOf, tzDate } from './chart.tsx';
import { colourOf } from './colours.ts';
import { Legend, type LegendEntry } from './legend.tsx';

export interface Points {
  times: readonly string[];
  values: readonly (number | null)[];
}

/** A forecast as the API gives it: `intervals` by level, such as 80. */
export interface Fan {
  times: readonly string[];
  median: readonly (number | null)[];
  intervals: Readonly<Record<string, { lower: readonly number[]; upper: readonly number[] }>>;
}

const levelColours = { 95: '--fan-95', 80: '--fan-80', 50: '--fan-50' } as const;

/** History, the fan of a forecast, and what has happened since. */
export function FanChart(props: {
  label: string;
  history: Points;
  fan: Fan;
  actual?: Points;
  isLog?: boolean;
  height?: number;
  onReady?: (chart: uPlot) => void;
}) {
  const m = useMessages(parts);
  const { label, history, fan, actual, isLog = false, height, onReady } = props;
  const levels = ([95, 80, 50] as const).filter((level) => fan.intervals[level] !== undefined);
  const data = useMemo(() => aligned(history, fan, actual, levels), [history, fan, actual, levels.join()]);
  const options = () => ({
    ...{ tzDate, axes: axes(), legend: { show: false } },
    cursor: { drag: { x: true, y: false }, points: { size: 6 } },
    scales: { y: { distr: isLog ? (3 as const) : (1 as const) } },
    series: [
      {},
      line('--chart-history', 1.5),
      ...levels.flatMap(() => [edge(), edge()]),
      line('--accent', 2),
      line('--chart-actual', 2),
    ],
    bands: levels.map((level, i) => ({
      series: [2 * i + 3, 2 * i + 2] as [number, number],
      fill: colourOf(levelColours[level]),
    })),
  });
  const entries: LegendEntry[] = [
    { label: m.history, colour: '--chart-history', shape: 'line' },
    { label: m.median, colour: '--accent', shape: 'line' },
    ...levels.toReversed().map(
      (level): LegendEntry => ({
        label: m.interval(level),
        colour: levelColours[level],
        shape: 'area',
      }),
    ),
    ...(actual === undefined
      ? []
      : [{ label: m.actual, colour: '--chart-actual', shape: 'line' } satisfies LegendEntry]),
  ];
  return (
    <figure class="stack stack-tight">
      <Chart {...{ label, data, options, height, onReady }} dependencies={[levels.join(), isLog]} />
      <Legend entries={entries} />
    </figure>
  );
}

function line(token: `--${string}`, width: number): uPlot.Series {
  return { stroke: colourOf(token), width, points: { show: false } };
}

/** Edge of a band: only the area between two edges is drawn. */
function edge(): uPlot.Series {
  return { stroke: 'transparent', width: 0, points: { show: false } };
}

/** Columns: time, history, lower and upper of each level, median, actual values. The fan begins at the last value. */
function aligned(
  history: Points,
  fan: Fan,
  actual: Points | undefined,
  levels: readonly number[],
): uPlot.AlignedData {
  const columns = 3 + 2 * levels.length;
  const rows = new Map<number, (number | null)[]>();
  const put = (times: readonly string[], values: readonly (number | null)[], column: number) => {
    for (const [i, time] of times.entries()) {
      const x = secondsOf(time);
      let row = rows.get(x);
      if (row === undefined) {
        row = Array.from({ length: columns }, () => null);
        rows.set(x, row);
      }
      row[column] = values[i] ?? null;
    }
  };
  put(history.times, history.values, 0);
  const lastTime = history.times.at(-1);
  const lastValue = history.values.at(-1) ?? null;
  const isAfter = lastTime !== undefined && secondsOf(lastTime) < secondsOf(fan.times[0] ?? lastTime);
  const start = (column: number) => {
    if (isAfter && lastTime !== undefined) put([lastTime], [lastValue], column);
  };
  for (const [i, level] of levels.entries()) {
    const interval = fan.intervals[level];
    if (interval === undefined) continue;
    start(1 + 2 * i);
    start(2 + 2 * i);
    put(fan.times, interval.lower, 1 + 2 * i);
    put(fan.times, interval.upper, 2 + 2 * i);
  }
  start(columns - 2);
  put(fan.times, fan.median, columns - 2);
  if (actual !== undefined) put(actual.times, actual.values, columns - 1);
  const sorted = [...rows].sort(([a], [b]) => a - b);
  return [
    sorted.map(([x]) => x),
    ...Array.from({ length: columns }, (_, column) => sorted.map(([, row]) => row[column] ?? null)),
  ];
}
