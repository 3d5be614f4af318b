import { useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import { useMessages } from '../../messages/index.ts';
import { parts } from '../../messages/parts.ts';
import { axes, Chart, tzDateOf, useClock } from './chart.tsx';
import { secondsOf } from './clock.ts';
import { colourOf } from './colours.ts';
import { Legend } from './legend.tsx';
import { loneFilter } from './lone-points.ts';

export interface Line {
  label: string;
  values: readonly (number | null)[];
  colour?: `--${string}`;
  isDashed?: boolean;
}

/** Lines over the same x: times of the API, which are shown on their clock, or steps, epochs or lags. Colours follow
 *  the order of the lines. */
export function LineChart(props: {
  label: string;
  x: readonly (string | number)[];
  lines: readonly Line[];
  isLog?: boolean;
  height?: number;
  xLabel?: string;
  yLabel?: string;
  onReady?: (chart: uPlot) => void;
}) {
  const m = useMessages(parts);
  const { label, x, lines, isLog = false, height, xLabel, yLabel, onReady } = props;
  const hasTime = typeof x[0] === 'string';
  const clock = useClock(x);
  const data = useMemo(
    (): uPlot.AlignedData => [x.map(secondsOf), ...lines.map(({ values }) => [...values])],
    [x, lines],
  );
  const colourAt = (line: Line, i: number) => line.colour ?? (`--chart-${(i % 5) + 1}` as const);
  const options = () => {
    const [xAxis, yAxis] = axes({ hasTime, clock });
    return {
      tzDate: tzDateOf(clock),
      legend: { show: false },
      axes: [
        { ...xAxis, label: xLabel },
        { ...yAxis, label: yLabel },
      ],
      cursor: { drag: { x: true, y: false } },
      scales: { x: { time: hasTime }, y: { distr: isLog ? (3 as const) : (1 as const) } },
      series: [
        {},
        ...lines.map((line, i) => ({
          stroke: colourOf(colourAt(line, i)),
          width: 2,
          points: { show: line.values.length < 3, filter: loneFilter },
          ...(line.isDashed ? { dash: [6, 4] } : {}),
        })),
      ],
    };
  };
  const shape = lines.map((line, i) => [colourAt(line, i), line.isDashed].join()).join(';');
  return (
    <figure class="stack stack-tight">
      <Chart
        {...{ label, data, options, height, onReady }}
        dependencies={[shape, hasTime, isLog, xLabel, yLabel]}
        numbers={{
          xTitle: xLabel ?? m.time,
          x,
          start: hasTime ? 'end' : 0,
          columns: lines.map(({ label, values }) => ({ title: label, values })),
        }}
      >
        <Legend
          entries={lines.map((line, i) => ({ label: line.label, colour: colourAt(line, i), shape: 'line' }))}
        />
      </Chart>
    </figure>
  );
}
