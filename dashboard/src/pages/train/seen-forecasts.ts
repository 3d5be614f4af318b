import { useMemo, useState } from 'preact/hooks';
import type { JobEvent, ValidationForecast } from '../../api/index.ts';

/** A validation forecast that can be looked back at. Of the earliest the service keeps only the median. */
export type SeenForecast = Omit<ValidationForecast, 'earlier'>;

/** All forecasts that were reported, in the order of their steps. */
export function useSeenForecasts(
  events: readonly JobEvent[],
  latest: ValidationForecast | null,
): SeenForecast[] {
  // While the page polls there are no events: it keeps what it saw.
  const [seen] = useState(() => new Map<number, SeenForecast>());
  return useMemo(() => {
    for (const forecast of [...events.map(({ progress }) => progress?.forecast), latest]) {
      if (forecast === null || forecast === undefined) continue;
      const { earlier, ...whole } = forecast;
      for (const { step, median } of earlier)
        if (!seen.has(step)) seen.set(step, { ...whole, step, median, lower: [], upper: [] });
      seen.set(forecast.step, whole);
    }
    return [...seen.values()].sort((a, b) => a.step - b.step);
  }, [events, latest, seen]);
}
