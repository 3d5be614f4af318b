import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { type Range, windowAfter } from './window.ts';

/** Points that are shown at least. */
const pointsMin = 8;

/** The part of a chart that is shown, and what moves it. `attach` gets the chart when it is made. The chart
 *  writes its zooms to `range`.
 *  @param x values of x in ascending order */
export function useChartWindow(x: readonly number[]) {
  const [first, last] = [x[0] ?? 0, x.at(-1) ?? 1];
  const range = useSignal<Range>([first, last]);
  const ends = useRef<Range>([first, last]);
  // Before the chart is made again, which takes the window from `range`.
  useLayoutEffect(() => {
    range.value = windowAfter(range.peek(), ends.current, [first, last]);
    ends.current = [first, last];
  }, [first, last]);
  const chart = useRef<uPlot | null>(null);
  const show = (from: number, to: number) => {
    const width = Math.min(to - from, last - first);
    const start = Math.max(first, Math.min(from, last - width));
    chart.current?.setScale('x', { min: start, max: start + width });
  };
  /** @param share share of the present width; negative: to earlier values */
  const move = (share: number) => {
    const [from, to] = range.peek();
    show(from + share * (to - from), to + share * (to - from));
  };
  /** @param factor new width by the present one
   *  @param centre x that keeps its place; default: the middle */
  const zoom = (factor: number, centre?: number) => {
    const [from, to] = range.peek();
    const middle = centre ?? (from + to) / 2;
    const least = (pointsMin * (last - first)) / Math.max(pointsMin, x.length);
    const scale = Math.max(factor, least / (to - from || 1));
    show(middle - scale * (middle - from), middle + scale * (to - middle));
  };
  const attach = (own: uPlot) => {
    chart.current = own;
    const [from, to] = range.peek();
    if (from !== first || to !== last) own.setScale('x', { min: from, max: to });
    handlePointers(own, { show, zoom, range: () => range.peek() });
  };
  return { range, show, showAll: () => show(first, last), move, zoom, attach };
}

/** Shift and drag moves; the wheel with Shift moves, with Ctrl zooms. */
function handlePointers(
  own: uPlot,
  to: {
    show: (from: number, to: number) => void;
    zoom: (factor: number, centre: number) => void;
    range: () => Range;
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
