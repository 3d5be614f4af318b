import 'uplot/dist/uPlot.min.css';
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { language } from '../../messages/index.ts';
import { type ChartNumbers, ChartTable } from '../chart-table.tsx';
import { formatTogether } from '../format.ts';
import { type Clock, clockOf, inUtc, timeLabels } from './clock.ts';
import { colourOf, coloursChanged } from './colours.ts';

/** Parts of a chart besides its data. It is made again when the colours or the language change. */
export type ChartOptions = Omit<uPlot.Options, 'width' | 'height'>;

export interface ChartProps {
  /** What the chart shows, in one sentence: a screen reader reads it instead of the picture. */
  label: string;
  /** Values of x in ascending order, then the values of each series; null where there is none. */
  data: uPlot.AlignedData;
  /** The same numbers as a table. */
  numbers: ChartNumbers;
  /** Called when the chart is made. Colours come from `colourOf`. */
  options: () => ChartOptions;
  /** The chart is made again when these change; a change of `data` alone redraws it. */
  dependencies?: readonly unknown[];
  height?: number;
  /** Gets the chart, to zoom it or to save its picture. */
  onReady?: (chart: uPlot) => void;
  /** Between the canvas and its table, such as a legend. */
  children?: ComponentChildren;
}

/** A canvas chart as wide as its place, with its numbers as a table below it. Drag to zoom,
 *  double-click to see everything. */
export function Chart(props: ChartProps) {
  const { label, data, numbers, options, dependencies = [], height = 280, onReady, children } = props;
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const latest = useRef(data);
  latest.current = data;
  const redrawn = [coloursChanged.value, language.value];

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const begun = performance.now();
    const own = new uPlot(
      { ...options(), width: element.clientWidth || 300, height },
      latest.current,
      element,
    );
    // It draws in the next microtask; `npm run bench:dashboard` reads how long that took.
    queueMicrotask(() => performance.measure('chart', { start: begun }));
    chart.current = own;
    onReady?.(own);
    const observer = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0);
      if (width > 0 && width !== own.width) own.setSize({ width, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      own.destroy();
      chart.current = null;
    };
  }, [height, ...redrawn, ...dependencies]);

  useEffect(() => {
    const own = chart.current;
    if (own !== null && own.data !== data) own.setData(data);
  }, [data]);

  return (
    <>
      <div ref={place} class="chart" role="img" aria-label={label} style={{ minHeight: height }} />
      {children}
      <ChartTable label={label} numbers={numbers} />
    </>
  );
}

/** Axes in the colours and number formats of the page. */
export function axes({ hasTime = true, clock = inUtc } = {}): uPlot.Axis[] {
  const shared = {
    stroke: colourOf('--text-faint'),
    grid: { stroke: colourOf('--chart-grid'), width: 1 },
    ticks: { show: false },
    font: `12px ${getComputedStyle(document.body).fontFamily}`,
  };
  const x: uPlot.Axis = { ...shared, size: 32, space: 72, values: hasTime ? labelsBy(clock) : placeLabels };
  const y: uPlot.Axis = {
    ...shared,
    size: (_chart, values) => 14 + 7 * Math.max(3, ...(values ?? []).map((text) => text.length)),
    values: (_chart, ticks) => {
      const format = formatTogether(ticks);
      return ticks.map((tick) => (tick === null ? '' : format(tick)));
    },
  };
  return [x, y];
}

/** Integer times are names such as years: without separators. */
const placeLabels = (_chart: uPlot, ticks: number[]) =>
  ticks.map((tick) => String(Number(tick.toPrecision(12))));

/** Labels of times: as fine as their distance, on the clock of the zone of the series. */
const labelsBy = (clock: Clock) => (_chart: uPlot, ticks: number[]) =>
  timeLabels(ticks, clock, language.peek());

/** The clock of the times that are shown now, for a chart that stays while its times change. */
export function useClock(times: readonly (string | number)[]): Clock {
  const latest = useRef(inUtc);
  latest.current = useMemo(() => clockOf(times), [times]);
  return useCallback((seconds: number) => latest.current(seconds), []);
}

/** Dates of a chart are those of its clock. */
export const tzDateOf = (clock: Clock) => (seconds: number) =>
  uPlot.tzDate(new Date(clock(seconds) * 1_000), 'Etc/UTC');
