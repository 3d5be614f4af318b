import type { SeriesTask } from '../../contracts/ports/index.ts';
import { NewestEntries } from '../../newest-entries.ts';

/** Kinds of work that are remembered. */
const kindsMax = 64;
/** A call that the system interrupts takes much longer than its work: a duration rises at most to this
 *  multiple of the last one. */
const riseMax = 2;
/** So that a duration of zero can rise. */
const riseMsMin = 0.1;

/** Milliseconds that work of each kind takes. */
export interface KnownDurations {
  /** Null: such work was not done lately. */
  of(kind: string): number | null;
  remember(kind: string, ms: number): void;
}

/** Remembers the kinds that were done last. */
export function createKnownDurations(): KnownDurations {
  const durations = new NewestEntries<string, number>(kindsMax);
  return {
    of: (kind) => durations.peek(kind) ?? null,
    remember(kind, ms) {
      const last = durations.peek(kind);
      durations.keep(kind, last === undefined ? ms : Math.min(ms, riseMax * last + riseMsMin));
    },
  };
}

/** Sizes that decide how long a forecast takes, beside its model.
 *  @param points of the histories */
export function effortOf(
  { series, horizon, samples, fittedSteps, quantiles, levels, panel = [] }: SeriesTask,
  points: number,
): string {
  const ofPanel = panel.reduce((sum, { head, tail }) => sum + head.times.length + tail.times.length, 0);
  const numbers = [horizon, samples, fittedSteps, quantiles.length + levels.length];
  return [...[series.length, points, ofPanel].map(magnitudeOf), ...numbers].join(' ');
}

function magnitudeOf(count: number): number {
  return Math.ceil(Math.log2(count + 1));
}
