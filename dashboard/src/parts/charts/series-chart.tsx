import { useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import type { Frequency, Time } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { seriesChart } from '../../messages/series-chart.ts';
import { Button } from '../button.tsx';
import type { ChartNumbers } from '../chart-table.tsx';
import { Choices } from '../choices.tsx';
import { formatCount, formatStored } from '../format.ts';
import { Icon } from '../icon.tsx';
import { Brush } from './brush.tsx';
import { ClosedDays, closedSpans, type Gap, gapsOf, hasClosedSpans } from './calendar.ts';
import { axes, Chart, tzDateOf } from './chart.tsx';
import { type Clock, clockOf, secondsOf, timeText } from './clock.ts';
import { colourOf } from './colours.ts';
import { Legend, type LegendEntry } from './legend.tsx';
import { loneFilter } from './lone-points.ts';
import { windowAfter } from './window.ts';

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
  const closedIn = (range: readonly [number, number]) =>
    isClosedDrawn ? closedSpans(range, frequency, closed, clock) : [];
  const x = data[0];
  const [first, last] = [x[0] ?? 0, x.at(-1) ?? 1];
  const range = useSignal<readonly [number, number]>([first, last]);
  const ends = useRef([first, last] as const);
  // Before the chart is made again, which takes the window from `range`.
  useLayoutEffect(() => {
    range.value = windowAfter(range.peek(), ends.current, [first, last]);
    ends.current = [first, last];
  }, [first, last]);
  const at = useSignal<number | null>(null);
  const isLogChosen = useSignal(false);
  // The choice is hidden while a value is not positive.
  const isLog = canLog && isLogChosen.value;
  const chart = useRef<uPlot | null>(null);
  const show = (from: number, to: number) => {
    const width = Math.min(to - from, last - first);
    const start = Math.max(first, Math.min(from, last - width));
    chart.current?.setScale('x', { min: start, max: start + width });
  };
  const move = (share: number) => {
    const [from, to] = range.peek();
    show(from + share * (to - from), to + share * (to - from));
  };
  const zoom = (factor: number, centre?: number) => {
    const [from, to] = range.peek();
    const middle = centre ?? (from + to) / 2;
    const least = (8 * (last - first)) / Math.max(8, x.length);
    const scale = Math.max(factor, least / (to - from || 1));
    show(middle - scale * (middle - from), middle + scale * (to - middle));
  };
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
            if (scale === 'x' && min != null && max != null) range.value = [min, max];
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
    chart.current = own;
    const [from, to] = range.peek();
    if (from !== first || to !== last) own.setScale('x', { min: from, max: to });
    handlePointers(own, { show, zoom, range: () => range.peek() });
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
        <div class="row chart-tools">
          <Button size="small" aria-label={m.earlier} title={m.earlier} onClick={() => move(-0.5)}>
            <Icon name="left" size={16} />
          </Button>
          <Button size="small" aria-label={m.later} title={m.later} onClick={() => move(0.5)}>
            <Icon name="arrow" size={16} />
          </Button>
          <Button size="small" aria-label={m.zoomIn} title={m.zoomIn} onClick={() => zoom(0.5)}>
            <Icon name="plus" size={16} />
          </Button>
          <Button size="small" aria-label={m.zoomOut} title={m.zoomOut} onClick={() => zoom(2)}>
            <Icon name="minus" size={16} />
          </Button>
          <Button size="small" aria-label={m.all} title={m.all} onClick={() => show(first, last)}>
            <Icon name="expand" size={16} />
          </Button>
        </div>
        <div class="chart-reading small" aria-live="off">
          {index !== null && x[index] !== undefined && (
            <>
              {timeAt(x[index], hasTime, clock)}{' '}
              <strong>{formatStored(data[1][index] as number | null)}</strong>
            </>
          )}
        </div>
        {canLog && (
          <Choices
            label={m.scale}
            isLabelHidden
            name="scale"
            options={[
              { value: 'linear', label: m.linear },
              { value: 'log', label: m.log },
            ]}
            value={isLog ? 'log' : 'linear'}
            onChange={(value) => {
              isLogChosen.value = value === 'log';
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
          range={range}
          onRange={show}
          texts={m}
          format={(at) => timeAt(at, hasTime, clock)}
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
  closedIn: (range: readonly [number, number]) => Gap[],
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

/** Shift and drag moves; the wheel with Shift moves, with Ctrl zooms. */
function handlePointers(
  own: uPlot,
  to: {
    show: (from: number, to: number) => void;
    zoom: (factor: number, centre: number) => void;
    range: () => readonly [number, number];
  },
): void {
  const perPixel = () => {
    const [from, until] = to.range();
    return (until - from) / own.over.clientWidth;
  };
  own.over.addEventListener(
    'wheel',
    (event) => {
      const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (!isSideways && !event.ctrlKey) return;
      event.preventDefault();
      const [from, until] = to.range();
      if (event.ctrlKey) to.zoom(event.deltaY > 0 ? 1.25 : 0.8, from + event.offsetX * perPixel());
      else {
        const by = (event.deltaX || event.deltaY) * perPixel();
        to.show(from + by, until + by);
      }
    },
    { passive: false },
  );
  own.over.addEventListener(
    'mousedown',
    (event) => {
      if (!event.shiftKey) return;
      event.stopImmediatePropagation();
      event.preventDefault();
      const [from, until] = to.range();
      const step = perPixel();
      const begun = event.clientX;
      const drag = (moved: MouseEvent) => {
        const by = (begun - moved.clientX) * step;
        to.show(from + by, until + by);
      };
      const end = () => {
        removeEventListener('mousemove', drag);
        removeEventListener('mouseup', end);
      };
      addEventListener('mousemove', drag);
      addEventListener('mouseup', end);
    },
    true,
  );
}
