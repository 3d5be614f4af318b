import type { SeriesPoints } from '../../api/index.ts';
import type { forecast as texts } from '../../messages/forecast.ts';
import { forecast as messages } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import { setQuery } from '../../shell/index.ts';
import { baseline, callOf, forecast, type Offer, type Source, seasonOf } from './reading.ts';
import type { ComparedLine } from './shown.ts';

/** Another forecast that can be drawn over the fan. */
export interface Comparison {
  name: string;
  label: string;
  hint?: string;
  horizon?: number | null;
}

export interface Compared {
  series: string;
  horizon: number;
  points: SeriesPoints;
  origin: number;
  isNewest: boolean;
}

/** Why another forecast could not be drawn. */
export interface ComparisonFault {
  label: string;
  error: Error;
}

const shownMax = 3;
const colours = ['--chart-3', '--chart-4', '--chart-5'] as const;

/** The instant forecast, baselines, and other models of the same data. */
export function comparisonsOf(m: (typeof texts)['en'], offer: Offer, source: Source): Comparison[] {
  const season = seasonOf(source);
  const { model, dataset } = source;
  const others = offer.models.filter(
    ({ id, dataset_id, status, kind }) =>
      dataset_id === dataset.id && status === 'ready' && kind === 'numeric' && id !== model?.id,
  );
  return [
    ...(model?.status === 'ready' ? [{ name: 'instant', label: m.isInstant }] : []),
    { name: 'last', label: m.lastValue, hint: m.lastValueHint },
    ...(season > 1 ? [{ name: 'season', label: m.lastSeason, hint: m.lastSeasonHint(season) }] : []),
    ...others.map(({ id, name, horizon }) => ({ name: id, label: name, horizon })),
  ];
}

/** The chosen forecasts as lines. One that fails is a remark. */
export async function comparedLines(
  chosen: readonly Comparison[],
  source: Source,
  { series, horizon, points, origin, isNewest }: Compared,
  signal: AbortSignal,
): Promise<{ lines: ComparedLine[]; faults: ComparisonFault[] }> {
  const asOf = isNewest ? null : (points.times[origin] ?? null);
  const values = points.values.slice(0, origin + 1);
  const faults: ComparisonFault[] = [];
  // Baselines have no times of their own: they have those of the instant forecast.
  const instant = () =>
    forecast(callOf({ model: null, dataset: source.dataset }, { series, horizon, asOf }), signal);
  const needsTimes = chosen.some(({ name }) => ['instant', 'last', 'season'].includes(name));
  const atOnce = needsTimes ? instant() : null;
  const lines = await Promise.all(
    chosen.slice(0, shownMax).map(async ({ name, label, horizon: own }, i): Promise<ComparedLine[]> => {
      const look = { label, colour: colours[i] ?? '--chart-3' };
      try {
        if (atOnce !== null && (name === 'last' || name === 'season')) {
          const { times } = await atOnce;
          return [
            { ...look, isDashed: true, times, values: baseline(name, values, seasonOf(source), horizon) },
          ];
        }
        const { times, median, intervals } =
          name === 'instant' && atOnce !== null
            ? await atOnce
            : await forecast(
                callOf(
                  { model: { id: name, status: 'ready' }, dataset: source.dataset },
                  { series, horizon: Math.min(horizon, own ?? horizon), asOf },
                ),
                signal,
              );
        return [{ ...look, times, values: median, interval: intervals['80'] }];
      } catch (error) {
        if (signal.aborted) throw error;
        faults.push({ label, error: error as Error });
        return [];
      }
    }),
  );
  return { lines: lines.flat(), faults };
}

export function Compare({
  comparisons,
  chosen,
}: {
  comparisons: readonly Comparison[];
  chosen: readonly string[];
}) {
  const m = useMessages(messages);
  const toggle = (name: string) => {
    const next = chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name];
    setQuery({ with: next.length === 0 ? null : next.join(',') });
  };
  return (
    <fieldset class="forecast-compare">
      <legend class="field-label">
        {m.compare} <span class="faint">({m.compareMax})</span>
      </legend>
      <div class="row">
        {comparisons.map(({ name, label, hint }) => (
          <label key={name} class="check" title={hint}>
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              disabled={!chosen.includes(name) && chosen.length >= shownMax}
              onChange={() => toggle(name)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
