import { useMemo } from 'preact/hooks';
import { useMessages } from '../../messages/index.ts';
import { train } from '../../messages/train.ts';
import {
  ahead,
  axes,
  Chart,
  colourOf,
  Legend,
  type LegendEntry,
  loneFilter,
} from '../../parts/charts/index.ts';
import { formatCount } from '../../parts/index.ts';
import type { SeenForecast } from './seen-forecasts.ts';

type Values = readonly (number | null)[];

/** A forecast beside what happened. x counts from the start of the forecast: 0 is the last observation before it. */
export function ForecastChart(props: {
  shown: SeenForecast;
  first: SeenForecast | null;
  all: readonly SeenForecast[];
}) {
  const m = useMessages(train);
  const { shown, first, all } = props;
  const data = useMemo((): (number | null)[][] => columnsOf(shown, first), [shown, first]);
  // One range for all forecasts, so that the picture moves and not its axis.
  const [low, high] = useMemo(() => rangeOf(all), [all]);
  const line = (token: `--${string}`, width: number, dash?: number[]) => ({
    stroke: colourOf(token),
    width,
    points: { show: false, size: 4, filter: loneFilter },
    ...(dash === undefined ? {} : { dash }),
  });
  const edge = () => ({ stroke: 'transparent', width: 0, points: { show: false } });
  const options = () => {
    const [x, y] = axes({ hasTime: false });
    return {
      legend: { show: false },
      axes: [
        {
          ...x,
          label: m.watchX,
          incrs: [1, 2, 5, 10, 20],
          values: (_: unknown, ticks: number[]) => ticks.map((tick) => formatCount(tick)),
        },
        { ...y },
      ],
      cursor: { drag: { x: false, y: false } },
      scales: { x: { time: false }, y: { range: [low, high] as [number, number] } },
      series: [
        {},
        line('--chart-history', 1.5),
        edge(),
        edge(),
        line('--text-faint', 1.5, [4, 4]),
        line('--accent', 2),
        line('--chart-actual', 2),
      ],
      bands: [{ series: [3, 2] as [number, number], fill: colourOf('--fan-80') }],
    };
  };
  const entries: LegendEntry[] = [
    { label: m.watchBefore, colour: '--chart-history', shape: 'line' },
    { label: m.watchActual, colour: '--chart-actual', shape: 'line' },
    { label: m.watchMedian, colour: '--accent', shape: 'line' },
    { label: m.watchInterval(shown.level), colour: '--fan-80', shape: 'area' },
    ...(first === null
      ? []
      : [{ label: m.watchFirst, colour: '--text-faint', shape: 'line' } satisfies LegendEntry]),
  ];
  const start = shown.context.length;
  const column = (i: number) => ahead(data[i] ?? [], start);
  return (
    <figure class="stack stack-tight">
      <Chart
        label={m.watchChart(formatCount(shown.step))}
        data={data as [number[], ...(number | null)[][]]}
        options={options}
        dependencies={[low, high]}
        numbers={{
          xTitle: m.watchX,
          x: data[0] as number[],
          start,
          columns: [
            { title: m.watchMedian, values: column(5) },
            { title: m.watchInterval(shown.level), values: { lower: column(2), upper: column(3) } },
            ...(first === null ? [] : [{ title: m.watchFirst, values: column(4) }]),
            { title: m.watchActual, values: column(6) },
            { title: m.watchBefore, values: data[1] ?? [] },
          ],
        }}
      >
        <Legend entries={entries} />
      </Chart>
    </figure>
  );
}

/** x, context, lower, upper, first median, median, actual. All lines begin at the last observation. */
function columnsOf(shown: SeenForecast, first: SeenForecast | null): (number | null)[][] {
  const { context, actual, median, lower, upper } = shown;
  const before = context.length;
  const x = Array.from({ length: before + median.length }, (_, i) => i - before + 1);
  const start = context.at(-1) ?? null;
  const ahead = (values: Values | undefined) => [
    ...Array.from({ length: Math.max(0, before - 1) }, () => null),
    ...(before === 0 ? [] : [values === undefined || values.length === 0 ? null : start]),
    ...median.map((_, h) => values?.[h] ?? null),
  ];
  const past = [...context, ...median.map(() => null)];
  return [x, past, ahead(lower), ahead(upper), ahead(first?.median), ahead(median), ahead(actual)];
}

function rangeOf(all: readonly SeenForecast[]): [number, number] {
  const values = all
    .flatMap(({ context, actual, median, lower, upper }) => [
      ...context,
      ...actual,
      ...median,
      ...lower,
      ...upper,
    ])
    .filter((value) => value !== null);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = 0.06 * (high - low || Math.abs(high) || 1);
  return [low - margin, high + margin];
}
