import { useEffect, useId, useState } from 'preact/hooks';
import type { JobEvent, ValidationForecast } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { train } from '../../messages/train.ts';
import { Button, formatCount, formatValue, Icon, Panel } from '../../parts/index.ts';
import { ForecastChart } from './forecast-chart.tsx';
import { type SeenForecast, useSeenForecasts } from './seen-forecasts.ts';

const frameMs = 400;

/** The validation forecast as it improves: the newest one, or an earlier one that is looked back at. */
export function WatchPanel(props: {
  events: readonly JobEvent[];
  latest: ValidationForecast | null;
  /** Why there is none. */
  absence: string;
  isEnded: boolean;
}) {
  const m = useMessages(train);
  const id = useId();
  const { events, latest, absence } = props;
  const forecasts = useSeenForecasts(events, latest);
  const [chosen, setChosen] = useState<number | null>(null);
  const [isPlaying, setIsPlaying] = useState(false);
  const last = forecasts.length - 1;
  const at = Math.min(chosen ?? last, last);
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setTimeout(() => {
      if (at < last) setChosen(at + 1);
      else {
        setChosen(null);
        setIsPlaying(false);
      }
    }, frameMs);
    return () => clearTimeout(timer);
  }, [isPlaying, at, last]);
  const shown = forecasts[at];
  const first = forecasts[0];
  if (shown === undefined || first === undefined)
    return (
      <Panel title={m.watch}>
        <p class="train-waiting soft">{absence}</p>
      </Panel>
    );
  return (
    <Panel title={m.watch} note={m.watchNote(shown.series_id)}>
      <ForecastChart shown={shown} first={at > 0 ? first : null} all={forecasts} />
      <p class="small soft">{m.watchError(formatValue(errorOf(shown), 3), formatValue(errorOf(first), 3))}</p>
      {last > 0 && (
        <div class="row train-scrub">
          <Button
            size="small"
            onClick={() => {
              if (!isPlaying && at === last) setChosen(0);
              setIsPlaying(!isPlaying);
            }}
          >
            <Icon name={isPlaying ? 'stop' : 'play'} size={14} />
            {isPlaying ? m.watchStop : m.watchPlay}
          </Button>
          <label class="small soft" for={id}>
            {m.watchAt} <span class="train-step">{formatCount(shown.step)}</span>
          </label>
          <input
            id={id}
            class="train-range"
            type="range"
            min={0}
            max={last}
            value={at}
            aria-valuetext={`${m.watchAt} ${formatCount(shown.step)}`}
            onInput={(event) => {
              const place = Number(event.currentTarget.value);
              setIsPlaying(false);
              setChosen(place === last ? null : place);
            }}
          />
        </div>
      )}
    </Panel>
  );
}

function errorOf({ actual, median }: SeenForecast): number | null {
  const errors = actual.flatMap((value, h) => {
    const forecast = median[h];
    return value === null || forecast === null || forecast === undefined ? [] : [Math.abs(value - forecast)];
  });
  return errors.length === 0 ? null : errors.reduce((sum, error) => sum + error, 0) / errors.length;
}
