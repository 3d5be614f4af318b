import { useMemo, useState } from 'preact/hooks';
import { type SeriesSummary, useKept, useResource } from '../../api/index.ts';
import { forecast as texts } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import { distinctNames, earlyTime, indexUntil, pointsUntil } from '../../parts/index.ts';
import { query } from '../../shell/index.ts';
import { comparedLines, comparisonsOf } from './compare.tsx';
import { partsAt } from './read-parts.ts';
import {
  type Comparable,
  callOf,
  forecast,
  type Offer,
  readComparable,
  type Source,
  type Tail,
} from './reading.ts';
import type { Shown } from './shown.ts';

/** History that is drawn at least, in steps. */
const historyMin = 60;
const nothing: Comparable = { models: [], failure: null };

export interface FanProps {
  offer: Offer;
  source: Source;
  series: SeriesSummary;
  points: Tail;
  horizon: number;
}

/** The fan of a series from the chosen time, and the other forecasts over it. `shown` is null until the first fan was
 *  read, and stays while the next one is computed. */
export function useFan(props: FanProps) {
  const m = useMessages(texts);
  const { source, series, points, horizon } = props;
  const made = useOrigin(points);
  const { origin, early, asOf } = made;
  const back = Math.min(points.times.length - 2, Math.max(historyMin, 5 * horizon));
  const compared = useComparisons(props, origin);
  const { comparisons, chosen, names } = compared;
  const call = callOf(source, { series: series.id, horizon, asOf });
  const key = JSON.stringify([call, origin, points.version]);
  const answer = useResource(
    async (signal) => ({ fan: await forecast(call, signal), key, points, origin, early }),
    [key, source.model?.status],
  );
  const lines = useResource(
    async (signal) => {
      const wanted = comparisons.filter(({ name }) => chosen.includes(name));
      const options = { series: series.id, horizon, points, origin, asOf };
      return { ...(await comparedLines(wanted, source, options, signal)), key };
    },
    [key, chosen.join()],
  );
  const found = useKept(answer);
  const drawn = useKept(lines);
  const shown = useMemo((): Shown | null => {
    if (found === null) return null;
    const { history, actual } = partsAt(found.points, found.origin, back + Math.max(historyMin, 2 * horizon));
    return {
      series: series.id,
      by: found.fan.method === 'instant' ? m.isInstant : (names.get(source.model?.id ?? '') ?? ''),
      history,
      // The observations that were read may begin long after an early fan.
      actual: found.early === null ? actual : pointsUntil(actual, found.fan.times.at(-1)!),
      fan: found.fan,
      // Lines from another time would not belong to this fan.
      lines: drawn?.key === found.key ? drawn.lines : [],
    };
  }, [found, drawn, back, horizon, names, m]);
  const faults = drawn?.faults ?? [];
  return { shown, answer, call, back, made, compared, faults, drawAgain: () => void lines.reload() };
}

/** The time at which the forecast is made: that of the address, or that of the newest observation
 *  when the page was opened. */
function useOrigin(points: Tail) {
  const last = points.times.length - 1;
  // The forecast stays where it was made while observations arrive.
  const [pinned, pin] = useState(points.times[last]);
  const chosen = query.value.get('as_of');
  const madeAt = chosen ?? pinned ?? null;
  const origin = indexUntil(points, madeAt);
  // A time before the points that were read is asked for as it stands in the address.
  const early = earlyTime(points, madeAt);
  const isNewest = origin === last;
  return {
    /** Index of the last observation before the forecast; -1 if all are later. */
    origin,
    early,
    isNewest,
    /** Time of the call; null: the newest observation. */
    asOf: early ?? (isNewest ? null : (points.times[origin] ?? null)),
    /** Observations that have arrived since. */
    arrived: chosen === null ? last - origin : 0,
    toNewest: () => pin(points.times[last]),
  };
}

/** Forecasts that can be drawn over the fan, and the names of those that the address chooses. */
function useComparisons({ offer, source, points }: FanProps, origin: number) {
  const m = useMessages(texts);
  const others = useResource(
    (signal) => readComparable(offer, source, signal),
    [offer, source.model?.id, source.dataset.id],
  );
  const { models, failure } = useKept(others) ?? nothing;
  const names = useMemo(
    () => distinctNames(source.model === null ? models : [...models, source.model]),
    [m, models, source.model],
  );
  const comparisons = useMemo(
    () => comparisonsOf(m, models, { source, names, values: points.values.slice(0, origin + 1) }),
    [m, models, names, source, points, origin],
  );
  const chosen = (query.value.get('with') ?? '')
    .split(',')
    .filter((name) => comparisons.some((one) => one.name === name));
  return { comparisons, chosen, names, failure, reload: others.reload };
}
