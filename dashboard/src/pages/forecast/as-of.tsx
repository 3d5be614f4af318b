import { useEffect, useRef, useState } from 'preact/hooks';
import type { SeriesPoints, Time } from '../../api/index.ts';
import { forecast } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import { Button, Field, formatSeriesTime } from '../../parts/index.ts';
import { setQuery } from '../../shell/index.ts';

/** Time after which the slider asks for the forecast: it moves faster than one can be computed. */
const settledMs = 120;

/** Chooses the time at which the forecast is made. */
export function AsOf(props: {
  points: SeriesPoints;
  /** Observations that the slider goes back. */
  back: number;
  /** Place of the chosen time; -1 if it is before the points. */
  origin: number;
  /** Chosen time before the points. */
  early: Time | null;
  onNewest?: () => void;
}) {
  const m = useMessages(forecast);
  const { points, back, origin, early, onNewest } = props;
  const last = points.times.length - 1;
  const [position, move] = useState(origin);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // A move that is not settled yet came after the one that this origin is from.
    if (timer.current === undefined) move(origin);
  }, [origin]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const choose = (to: number) => {
    move(to);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      timer.current = undefined;
      if (to === last) onNewest?.();
      setQuery({ as_of: to === last ? null : String(points.times[to]) });
    }, settledMs);
  };
  const text = formatSeriesTime((position < 0 ? early : points.times[position]) ?? 0);
  return (
    <Field label={m.asOf} hint={m.asOfHelp}>
      {(ids) => (
        <div class="forecast-as-of">
          <input
            {...ids}
            class="forecast-slider"
            type="range"
            min={Math.max(0, last - back)}
            max={last}
            value={position}
            aria-valuetext={text}
            onInput={({ currentTarget }) => choose(Number(currentTarget.value))}
          />
          <output class="forecast-time" for={ids.id}>
            {text}
          </output>
          <Button size="small" disabled={position === last} onClick={() => choose(last)}>
            {m.backToNow}
          </Button>
        </div>
      )}
    </Field>
  );
}
