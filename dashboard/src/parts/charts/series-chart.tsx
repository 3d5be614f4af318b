import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import type { Frequency, Time } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { seriesChart } from '../../messages/series-chart.ts';
import type { ChartNumbers } from '../chart-table.tsx';
import { Choices } from '../choices.tsx';
import { formatCount, formatStored } from '../format.ts';
import { Brush } from './brush.tsx';
import { ClosedDays, closedSpans, type Gap, gapsOf, hasClosedSpans } from './calendar.ts';
import { axes, Chart, tzDateOf } from './chart.tsx';
import { type Clock, clockOf, secondsOf, timeText } from './clock.ts';
import { colourOf } from './colours.ts';
import { Legend, type LegendEntry } from './legend.tsx';
import { loneFilter } from './lone-points.ts';
import { useChartWindow } from './use-chart-window.ts';
import type { Range } from './window.ts';
import { ZoomButtons } from './zoom-buttons.tsx';

const daySeconds = 86_400;
/** Closed days are shaded if a day is at least this wide. */
const dayPixelsMin = 3;
/** A line of more points is drawn thinner: it is faster, and so dense that nobody sees it. */
const thinPoints = 5_000;

/** A whole series: zoom, pan, a strip that shows where one is, and what its calendar leaves out or misses. */
export function SeriesChart(props: {
  name: string;
  times: readonly Time[];
  values: readonly (number | null)[];
  frequency: Frequency;
  height?: number;
  onReady?: (chart: uPlot) => void;
}) {
  const m = useMessages(seriesChart);
  const { name, times, values, frequency, height = 340, onReady } = props;
  const hasTime = frequency.kind !== 'index';
  const closed = useMemo(() => new ClosedDays(frequency), [frequency]);
  const clock = useMemo(() => clockOf(times), [times]);
  const { data, gaps, canLog } = useMemo(
    () => drawn(times, values, frequency, closed, clock),
    [times, values, frequency, closed, clock],
  );
  const isClosedDrawn = hasClosedSpans(frequency, closed);
  const closedIn = (range: Range) => (isClosedDrawn ? closedSpans(range, frequency, closed, clock) : []);
  const x = data[0];
  const shown = useChartWindow(x);
  const at = useSignal<number | null>(null);
  const isLogChosen = useSignal(false);
  // The choice is hidden while a value is not positive.
  const isLog = canLog && isLogChosen.value;
  const options = () => {
    const colours = { gap: colourOf('--gap'), closed: colourOf('--closed') };
    return {
      tzDate: tzDateOf(clock),
      axes: axes({ hasTime, clock }),
      legend: { show: false },
      cursor: { drag: { x: true, y: false }, points: { size: 7 } },
      scales: { x: { time: hasTime }, y: { distr: isLog ? (3 as const) : (1 as const) } },
      series: [
        {},
        {
          stroke: colourOf('--chart-history'),
          width: x.length > thinPoints ? 1 : 1.25,
          points: { size: 4, filter: loneFilter },
        },
      ],
      hooks: {
        drawClear: [(own: uPlot) => shade(own, gaps, closedIn, colours)],
        setScale: [
          (own: uPlot, scale: string) => {
            const { min, max } = own.scales.x ?? {};
            if (scale === 'x' && min != null && max != null) shown.range.value = [min, max];
          },
        ],
        setCursor: [
          (own: uPlot) => {
            at.value = own.cursor.idx ?? null;
          },
        ],
      },
    };
  };
  const ready = (own: uPlot) => {
    shown.attach(own);
    onReady?.(own);
  };
  const entries: LegendEntry[] = [
    { label: m.values, colour: '--chart-history', shape: 'line' },
    ...(gaps.length > 0 ? [{ label: m.gaps, colour: '--gap', shape: 'area' } as const] : []),
    ...(isClosedDrawn ? [{ label: m.closed, colour: '--closed', shape: 'area' } as const] : []),
  ];
  const index = at.value;
  const numbers: ChartNumbers = {
    xTitle: m.time,
    x: times,
    start: 'end',
    columns: [{ title: m.values, values, format: formatStored }],
  };
  return (
    <figure class="stack stack-tight">
      <div class="row row-spread">
        <ZoomButtons shown={shown} />
        <div class="chart-reading small" aria-live="off">
          {index !== null && x[index] !== undefined && (
            <>
              {timeAt(x[index], hasTime, clock)}{' '}
              <strong>{formatStored(data[1][index] as number | null)}</strong>
            </>
          )}
        </div>
        {canLog && (
          <ScaleChoice
            isLog={isLog}
            onChange={(value) => {
              isLogChosen.value = value;
            }}
          />
        )}
      </div>
      <Chart
        {...{ label: m.label(name, formatCount(values.length)), data, options, height }}
        dependencies={[isLog, gaps, closed]}
        onReady={ready}
        numbers={numbers}
      >
        <Brush
          data={data}
          range={shown.range}
          onRange={shown.show}
          texts={m}
          format={(end) => timeAt(end, hasTime, clock)}
        />
        <div class="row row-spread">
          <Legend entries={entries} />
          <span class="small faint">
            {gaps.length > 0 ? `${m.gapCount(formatCount(gaps.length))}. ${m.help}` : m.help}
          </span>
        </div>
      </Chart>
    </figure>
  );
}

function ScaleChoice({ isLog, onChange }: { isLog: boolean; onChange: (isLog: boolean) => void }) {
  const m = useMessages(seriesChart);
  return (
    <Choices
      label={m.scale}
      isLabelHidden
      name="scale"
      options={[
        { value: 'linear', label: m.linear },
        { value: 'log', label: m.log },
      ]}
      value={isLog ? 'log' : 'linear'}
      onChange={(value) => onChange(value === 'log')}
    />
  );
}

function timeAt(at: number, hasTime: boolean, clock: Clock): string {
  if (!hasTime) return String(Math.round(at));
  return timeText(at, clock);
}

/** Values with a break in each gap, so that no line crosses it. */
function drawn(
  times: readonly Time[],
  values: readonly (number | null)[],
  frequency: Frequency,
  closed: ClosedDays,
  clock: Clock,
): { data: [number[], (number | null)[]]; gaps: Gap[]; canLog: boolean } {
  const x = times.map((time) => (typeof time === 'string' ? secondsOf(time) : time));
  const gaps = gapsOf(x, frequency, closed, clock);
  const canLog = values.every((value) => value === null || value > 0);
  if (gaps.length === 0) return { data: [x, [...values]], gaps, canLog };
  const [broken, shown]: [number[], (number | null)[]] = [[], []];
  let next = 0;
  for (const [i, at] of x.entries()) {
    broken.push(at);
    shown.push(values[i] ?? null);
    const gap = gaps[next];
    if (gap === undefined || gap[0] !== at) continue;
    broken.push((gap[0] + gap[1]) / 2);
    shown.push(null);
    next++;
  }
  return { data: [broken, shown], gaps, canLog };
}

/** Shades gaps and closed days behind the line. */
function shade(
  own: uPlot,
  gaps: readonly Gap[],
  closedIn: (range: Range) => Gap[],
  colours: { gap: string; closed: string },
): void {
  const { min, max } = own.scales.x ?? {};
  if (min == null || max == null) return;
  const { left, top, width, height } = own.bbox;
  const at = (x: number) => left + (width * (x - min)) / (max - min);
  own.ctx.save();
  own.ctx.beginPath();
  own.ctx.rect(left, top, width, height);
  own.ctx.clip();
  if (at(daySeconds) - at(0) >= dayPixelsMin * devicePixelRatio) {
    own.ctx.fillStyle = colours.closed;
    for (const [from, to] of closedIn([min, max]))
      own.ctx.fillRect(at(from), top, at(to) - at(from) + 1, height);
  }
  own.ctx.fillStyle = colours.gap;
  for (const [from, to] of gaps)
    if (to >= min && from <= max)
      own.ctx.fillRect(at(from), top, Math.max(at(to) - at(from), 2 * devicePixelRatio), height);
  own.ctx.restore();
}
