import { useState } from 'preact/hooks';
import { type ModelSpec, type SeriesSummary, useResource } from '../../api/index.ts';
import { forecast } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import {
  EmptyState,
  ErrorNotice,
  Field,
  Loaded,
  Notice,
  Panel,
  Select,
  Skeleton,
  unlistedSeries,
  useSettledText,
} from '../../parts/index.ts';
import { query, setQuery } from '../../shell/index.ts';
import { FanOfSeries } from './fan-of-series.tsx';
import { type Offer, readSeries, readTail, type Source, seasonOf, targetOf } from './reading.ts';
import { SourceSelect } from './source-select.tsx';

const horizonDefault = 20;
const horizonMaxInstant = 1_000;

/** Forecast of one series of a data set, by a model or at once. */
export function SeriesForecast({ offer, source }: { offer: Offer; source: Source }) {
  const m = useMessages(forecast);
  const { model, dataset } = source;
  const list = useResource((signal) => readSeries(dataset.id, signal), [dataset.id, dataset.version]);
  // The list of an earlier version stays while that of the new one is read.
  const [kept, keep] = useState<SeriesSummary[]>([]);
  const state = list.state.value;
  if (state.status === 'ready' && state.value !== kept) keep(state.value);
  const known = state.status === 'ready' ? state.value : kept;

  const wanted = query.value.get('series');
  const series =
    known.find(({ id }) => id === wanted) ??
    (wanted === null ? known[0] : (unlistedSeries(dataset, wanted) ?? undefined));
  const horizonMax = model === null ? horizonMaxInstant : (model.spec as ModelSpec).horizon;
  const horizon = clamped(
    Number(query.value.get('horizon')),
    model === null ? horizonDefault : horizonMax,
    horizonMax,
  );
  const typedHorizon = useSettledText(String(horizon), (text) => {
    if (clamped(Number(text), 0, horizonMax) === 0) return false;
    setQuery({ horizon: String(clamped(Number(text), horizon, horizonMax)), step: null });
    return true;
  });
  if (model !== null && model.status !== 'ready' && model.status !== 'training')
    return (
      <Panel>
        <SourceSelect offer={offer} source={source} />
        <Notice kind="warn">{m.notReady}</Notice>
      </Panel>
    );
  return (
    <>
      <Panel>
        <div class="columns forecast-controls">
          <SourceSelect offer={offer} source={source} />
          <SeriesChoice series={known} chosen={series?.id ?? ''} />
          <Field label={m.horizon} hint={m.horizonMax(horizonMax)}>
            {(ids) => (
              <input {...ids} {...typedHorizon} class="input" type="number" min={1} max={horizonMax} />
            )}
          </Field>
        </div>
        {series !== undefined && 'error' in state && (
          <ErrorNotice error={state.error} onRetry={() => void list.reload()} />
        )}
        {model === null && <p class="small soft">{m.isInstantNote}</p>}
        {model?.status === 'training' && (
          <Notice kind="plain">
            <strong>{m.isTraining}</strong>
            <span>
              {m.isTrainingNote} <a href={`/app/train/${model.job_id}`}>{m.followTraining}</a>
            </span>
          </Notice>
        )}
      </Panel>
      {series === undefined ? (
        <Loaded resource={list}>
          {() => (
            <Panel>
              <EmptyState text={model === null ? m.noSeries : m.imported} />
            </Panel>
          )}
        </Loaded>
      ) : (
        <Tail key={series.id} offer={offer} source={source} series={series} horizon={horizon} />
      )}
    </>
  );
}

function Tail(props: { offer: Offer; source: Source; series: SeriesSummary; horizon: number }) {
  const { source, series } = props;
  const { dataset } = source;
  const tail = useResource(
    (signal) => readTail(source, series, signal),
    // A corrected value changes the version alone.
    [
      ...[dataset.id, dataset.version, targetOf(source), seasonOf(source)],
      ...[series.id, series.start, series.end, series.point_count],
    ],
  );
  const [kept, keep] = useState<Awaited<ReturnType<typeof readTail>> | null>(null);
  const state = tail.state.value;
  if (state.status === 'ready' && state.value !== kept) keep(state.value);
  if (kept !== null)
    return (
      <>
        {'error' in state && <ErrorNotice error={state.error} onRetry={() => void tail.reload()} />}
        <FanOfSeries {...props} points={kept} />
      </>
    );
  return (
    <Loaded
      resource={tail}
      loading={
        <Panel>
          <Skeleton hasBlock />
        </Panel>
      }
    >
      {() => null}
    </Loaded>
  );
}

/** A list of some hundred series to choose from; of more series, the first ones are proposed while typing. */
function SeriesChoice({ series, chosen }: { series: readonly SeriesSummary[]; chosen: string }) {
  const m = useMessages(forecast);
  const choose = (id: string) => setQuery({ series: id, as_of: null, step: null });
  // The beginning of a name is no series. A name that is not proposed counts when the reader has ended it.
  const typed = useSettledText(chosen, (text, isEnded) => {
    const isName = isEnded ? text !== '' : series.some(({ id }) => id === text);
    if (isName && text !== chosen) choose(text);
    return isName;
  });
  if (series.length <= 100)
    return (
      <Select
        label={m.series}
        options={series.map(({ id }) => ({ value: id, label: id }))}
        value={chosen}
        onChange={choose}
      />
    );
  return (
    <Field label={m.series}>
      {(ids) => (
        <>
          <input {...ids} {...typed} class="input" list="forecast-series" />
          <datalist id="forecast-series">
            {series.map(({ id }) => (
              <option key={id} value={id} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

function clamped(value: number, otherwise: number, max: number): number {
  return Number.isInteger(value) && value >= 1 ? Math.min(value, max) : Math.min(otherwise, max);
}
