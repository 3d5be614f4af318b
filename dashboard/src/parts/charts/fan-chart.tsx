import { useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import { useMessages } from '../../messages/index.ts';
import { parts } from '../../messages/parts.ts';
import type { ChartNumbers } from '../chart-table.tsx';
import { formatStored } from '../format.ts';
import { axes, Chart, tzDateOf, useClock } from './chart.tsx';
import { secondsOf } from './clock.ts';
import { colourOf } from './colours.ts';
import { Legend, type LegendEntry } from './legend.tsx';
import { loneFilter } from './lone-points.ts';

export interface Points {
  /** Integers if the series has no calendar. */
  times: readonly (string | number)[];
  values: readonly (number | null)[];
}

/** Another forecast over the fan, such as that of a baseline. */
export interface FanLine extends Points {
  label: string;
  colour: `--${string}`;
  isDashed?: boolean;
}

/** A forecast as the API gives it: `intervals` by level, such as 80. */
export interface Fan {
  times: readonly (string | number)[];
  median: readonly (number | null)[];
  intervals: Readonly<Record<string, { lower: readonly number[]; upper: readonly number[] }>>;
}

const noLines: readonly FanLine[] = [];
const levelColours = { 95: '--fan-95', 80: '--fan-80', 50: '--fan-50' } as const;

/** History, the fan of a forecast, and what has happened since. */
export function FanChart(props: {
  label: string;
  history: Points;
  fan: Fan;
  actual?: Points;
  /** Forecasts to compare with. */
  lines?: readonly FanLine[];
  isLog?: boolean;
  height?: number;
  onReady?: (chart: uPlot) => void;
}) {
  const m = useMessages(parts);
  const { label, history, fan, actual, lines = noLines, isLog = false, height, onReady } = props;
  const levels = ([95, 80, 50] as const).filter((level) => fan.intervals[level] !== undefined);
  const data = useMemo(
    () => aligned(history, fan, actual, levels, lines),
    [history, fan, actual, levels.join(), lines],
  );
  const clock = useClock(useMemo(() => [...history.times, ...fan.times], [history, fan]));
  const hasTime = typeof (fan.times[0] ?? history.times[0]) !== 'number';
  const shape = lines.map(({ label, colour, isDashed }) => [label, colour, isDashed].join()).join(';');
  const options = () => ({
    tzDate: tzDateOf(clock),
    axes: axes({ hasTime, clock }),
    legend: { show: false },
    cursor: { drag: { x: true, y: false }, points: { size: 6 } },
    scales: { x: { time: hasTime }, y: { distr: isLog ? (3 as const) : (1 as const) } },
    series: [
      {},
      line('--chart-history', 1.5),
      ...levels.flatMap(() => [edge(), edge()]),
      line('--accent', 2),
      line('--chart-actual', 2),
      ...lines.map(({ colour, isDashed }) => ({
        ...line(colour, 2),
        ...(isDashed ? { dash: [6, 4] } : {}),
      })),
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
    ...lines.map(({ label, colour }): LegendEntry => ({ label, colour, shape: 'line' })),
  ];
  const x = data[0] as number[];
  const start = Math.max(0, x.indexOf(secondsOf(fan.times[0] ?? 0)));
  const written = new Map(
    [history, ...lines, actual, fan].flatMap(
      (own) => own?.times.map((time) => [secondsOf(time), time]) ?? [],
    ),
  );
  // The lines are drawn from the last observation, which is no forecast.
  const column = (i: number) => ahead(data[i + 1] as number[], start);
  const own = 3 + 2 * levels.length;
  const numbers: ChartNumbers = {
    xTitle: m.time,
    x: x.map((at) => written.get(at) ?? at),
    start,
    columns: [
      { title: m.median, values: column(own - 2) },
      ...levels.toReversed().map((level) => {
        const i = 1 + 2 * levels.indexOf(level);
        return { title: m.interval(level), values: { lower: column(i), upper: column(i + 1) } };
      }),
      ...(actual === undefined ? [] : [{ title: m.actual, values: column(own - 1) }]),
      ...lines.map(({ label }, i) => ({ title: label, values: column(own + i) })),
      { title: m.history, values: data[1] as number[], format: formatStored },
    ],
  };
  return (
    <figure class="stack stack-tight">
      <Chart
        {...{ label, data, options, height, onReady }}
        dependencies={[levels.join(), isLog, hasTime, shape]}
        numbers={numbers}
      >
        <Legend entries={entries} />
        <p class="small faint">{m.chartHelp}</p>
      </Chart>
    </figure>
  );
}

/** Values from a row on; nothing before it. */
export function ahead(values: readonly (number | null)[], start: number): (number | null)[] {
  return values.map((value, row) => (row < start ? null : value));
}

function line(token: `--${string}`, width: number): uPlot.Series {
  return { stroke: colourOf(token), width, points: { show: false, size: 4, filter: loneFilter } };
}

/** Edge of a band: only the area between two edges is drawn. */
function edge(): uPlot.Series {
  return { stroke: 'transparent', width: 0, points: { show: false } };
}

/** Columns: time, history, lower and upper of each level, median, actual values, other forecasts. All forecasts begin
 *  at the last value. */
function aligned(
  history: Points,
  fan: Fan,
  actual: Points | undefined,
  levels: readonly number[],
  lines: readonly FanLine[],
): uPlot.AlignedData {
  const own = 3 + 2 * levels.length;
  const columns = own + lines.length;
  const rows = new Map<number, (number | null)[]>();
  const put = (times: Points['times'], values: Points['values'], column: number) => {
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
  start(own - 2);
  put(fan.times, fan.median, own - 2);
  if (actual !== undefined) {
    start(own - 1);
    put(actual.times, actual.values, own - 1);
  }
  for (const [i, { times, values }] of lines.entries()) {
    start(own + i);
    put(times, values, own + i);
  }
  const sorted = [...rows].sort(([a], [b]) => a - b);
  return [
    sorted.map(([x]) => x),
    ...Array.from({ length: columns }, (_, column) => sorted.map(([, row]) => row[column] ?? null)),
  ];
}
