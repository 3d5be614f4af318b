import { useMemo, useState } from 'preact/hooks';
import type { JobEvent, ValidationForecast } from '../../api/index.ts';

/** A validation forecast that can be looked back at. Of the earliest the service keeps only the median. */
export type SeenForecast = Omit<ValidationForecast, 'earlier'>;

/** Validation forecasts of a job by their steps. They stay after their events are gone. */
export class SeenForecasts {
  readonly #byStep = new Map<number, SeenForecast>();
  /** Number of the last event that was taken. */
  #sequence = 0;

  /** Takes the events that came after those of the last call.
   *  @param events in the order of their numbers
   *  @returns all forecasts in the order of their steps */
  take(events: readonly JobEvent[], latest: ValidationForecast | null): SeenForecast[] {
    const known = events.findLastIndex(({ sequence }) => sequence <= this.#sequence);
    for (const { progress } of events.slice(known + 1)) this.#add(progress?.forecast ?? null);
    this.#sequence = Math.max(this.#sequence, events.at(-1)?.sequence ?? 0);
    this.#add(latest);
    return [...this.#byStep.values()].sort((a, b) => a.step - b.step);
  }

  #add(forecast: ValidationForecast | null): void {
    if (forecast === null) return;
    const { earlier, ...whole } = forecast;
    for (const { step, median } of earlier)
      if (!this.#byStep.has(step)) this.#byStep.set(step, { ...whole, step, median, lower: [], upper: [] });
    this.#byStep.set(forecast.step, whole);
  }
}

/** All forecasts that were reported, in the order of their steps. */
export function useSeenForecasts(
  events: readonly JobEvent[],
  latest: ValidationForecast | null,
): SeenForecast[] {
  // While the page polls there are no events: it keeps what it saw.
  const [seen] = useState(() => new SeenForecasts());
  return useMemo(() => seen.take(events, latest), [events, latest, seen]);
}
