import type { ReadonlySignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';

const width = 600;
const height = 40;
const ends = 1_000;

/** A strip of the whole series with a window that says which part is shown. Its ends are sliders, so the keyboard moves
 *  them; the window itself is dragged. */
export function Brush(props: {
  data: readonly [readonly number[], readonly (number | null)[]];
  range: ReadonlySignal<readonly [number, number]>;
  onRange: (from: number, to: number) => void;
  texts: { from: string; to: string };
  format: (at: number) => string;
}) {
  const { data, range, onRange, texts, format } = props;
  const [x, values] = data;
  const path = useMemo(() => outline(x, values), [x, values]);
  const place = useRef<HTMLDivElement>(null);
  const [first, last] = [x[0] ?? 0, x.at(-1) ?? 1];
  const [from, to] = range.value;
  const share = (at: number) => Math.max(0, Math.min(1, (at - first) / (last - first || 1)));
  const value = (share: number) => first + share * (last - first);
  const drag = (event: PointerEvent) => {
    const strip = place.current;
    if (strip === null) return;
    event.preventDefault();
    const perPixel = (last - first) / strip.clientWidth;
    const target = event.currentTarget as HTMLElement;
    target.setPointerCapture(event.pointerId);
    const begun = event.clientX;
    target.onpointermove = (moved) => {
      const by = (moved.clientX - begun) * perPixel;
      onRange(from + by, to + by);
    };
    target.onpointerup = () => {
      target.onpointermove = null;
    };
  };
  const slider = (label: string, at: number, change: (share: number) => void) => (
    <input
      type="range"
      class="brush-end"
      min={0}
      max={ends}
      step={1}
      value={Math.round(ends * share(at))}
      aria-label={label}
      aria-valuetext={format(at)}
      onInput={(event) => change(Number(event.currentTarget.value) / ends)}
    />
  );
  const least = 4 / ends;
  return (
    <div class="brush" ref={place}>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={path} vector-effect="non-scaling-stroke" />
      </svg>
      <div
        class="brush-window"
        style={{ left: `${100 * share(from)}%`, right: `${100 * (1 - share(to))}%` }}
        onPointerDown={drag}
      />
      {slider(texts.from, from, (at) => onRange(value(Math.min(at, share(to) - least)), to))}
      {slider(texts.to, to, (at) => onRange(from, value(Math.max(at, share(from) + least))))}
    </div>
  );
}

/** Lowest and highest value in each column of the strip. */
function outline(x: readonly number[], values: readonly (number | null)[]): string {
  const [first, last] = [x[0] ?? 0, x.at(-1) ?? 1];
  const lows = new Array<number>(width).fill(Number.POSITIVE_INFINITY);
  const highs = new Array<number>(width).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < x.length; i++) {
    const value = values[i];
    if (value === null || value === undefined) continue;
    const column = Math.min(width - 1, Math.floor((width * ((x[i] ?? 0) - first)) / (last - first || 1)));
    lows[column] = Math.min(lows[column] ?? value, value);
    highs[column] = Math.max(highs[column] ?? value, value);
  }
  const low = lows.reduce((least, value) => Math.min(least, value));
  const high = highs.reduce((most, value) => Math.max(most, value));
  const y = (value: number) => (height - 3 - ((height - 6) * (value - low)) / (high - low || 1)).toFixed(1);
  let path = '';
  for (let column = 0; column < width; column++) {
    const [least, most] = [lows[column] ?? 0, highs[column] ?? 0];
    if (Number.isFinite(least))
      path += `${path === '' ? 'M' : 'L'}${column} ${y(least)}L${column} ${y(most)}`;
  }
  return path;
}
