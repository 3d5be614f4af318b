import type { ModelSummary, SeriesPoints, Time } from '../../api/index.ts';
import type { forecast as texts } from '../../messages/forecast.ts';
import { forecast as messages } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import { parts } from '../../messages/parts.ts';
import { Button, ErrorText, Notice } from '../../parts/index.ts';
import { setQuery } from '../../shell/index.ts';
import { baseline, baselinesOf } from './baseline.ts';
import { callOf, forecast, type Source, seasonOf, targetOf } from './reading.ts';
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
  /** Index of the last observation before the forecast. */
  origin: number;
  /** Time of the call; null: the newest observation. */
  asOf: Time | null;
}

/** Why another forecast could not be drawn. */
export interface ComparisonFault {
  label: string;
  error: Error;
}

const shownMax = 3;
const colours = ['--chart-3', '--chart-4', '--chart-5'] as const;

/** The instant forecast, baselines, and other models of the same column.
 *  @param names that tell the models apart, by their ids
 *  @param values observations that the page has up to the time of the forecast */
export function comparisonsOf(
  m: (typeof texts)['en'],
  others: readonly ModelSummary[],
  {
    source,
    names,
    values,
  }: { source: Source; names: ReadonlyMap<string, string>; values: readonly (number | null)[] },
): Comparison[] {
  const season = seasonOf(source);
  const { model, dataset } = source;
  // The instant forecast of stored data is of the target of the dataset: its call names no other column.
  const hasInstant = model?.status === 'ready' && targetOf(source) === dataset.target;
  const baselines = {
    last: { name: 'last', label: m.lastValue, hint: m.lastValueHint },
    season: { name: 'season', label: m.lastSeason, hint: m.lastSeasonHint(season) },
  };
  return [
    ...(hasInstant ? [{ name: 'instant', label: m.isInstant }] : []),
    ...baselinesOf(values, season).map((name) => baselines[name]),
    ...others.map(({ id, name, horizon }) => ({ name: id, label: names.get(id) ?? name, horizon })),
  ];
}

/** Whether a forecast is made of the observations that the page has. */
function isBaseline(name: string): name is 'last' | 'season' {
  return name === 'last' || name === 'season';
}

/** The chosen forecasts as lines. One that fails is a remark. */
export async function comparedLines(
  chosen: readonly Comparison[],
  source: Source,
  { series, horizon, points, origin, asOf }: Compared,
  signal: AbortSignal,
): Promise<{ lines: ComparedLine[]; faults: ComparisonFault[] }> {
  const values = points.values.slice(0, origin + 1);
  const faults: ComparisonFault[] = [];
  const drawn = chosen.slice(0, shownMax);
  // Baselines have no times of their own: they have those of the fan. Both end at the last value of the same column.
  const fan = drawn.some(({ name }) => isBaseline(name))
    ? forecast(callOf(source, { series, horizon, asOf }), signal)
    : null;
  const lines = await Promise.all(
    drawn.map(async ({ name, label, horizon: own }, i): Promise<ComparedLine[]> => {
      const look = { label, colour: colours[i] ?? '--chart-3' };
      try {
        if (fan !== null && isBaseline(name)) {
          const { times } = await fan;
          return [
            { ...look, isDashed: true, times, values: baseline(name, values, seasonOf(source), horizon) },
          ];
        }
        const model = name === 'instant' ? null : { id: name, status: 'ready' as const };
        const call = callOf(
          { model, dataset: source.dataset },
          { series, horizon: Math.min(horizon, own ?? horizon), asOf },
        );
        const { times, median, intervals } = await forecast(call, signal);
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

/** Says that a model may be missing among the choices, and why. */
export function ModelsMissing({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const m = useMessages(messages);
  const p = useMessages(parts);
  return (
    <Notice kind="warn">
      <div class="row row-spread">
        <span>
          {m.modelsMissing} <ErrorText error={error} />
        </span>
        <Button size="small" onClick={onRetry}>
          {p.retry}
        </Button>
      </div>
    </Notice>
  );
}
