import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import {
  type Model,
  type ModelSpec,
  type SeriesPoints,
  type SeriesSummary,
  useKept,
  useResource,
} from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { memory } from '../../messages/memory.ts';
import {
  EmptyState,
  ErrorNotice,
  earlyTime,
  Field,
  formatSeriesTime,
  indexUntil,
  Loaded,
  Panel,
  Select,
  Skeleton,
} from '../../parts/index.ts';
import { query, setQuery } from '../../shell/index.ts';
import { Far } from './far.tsx';
import { type Origin, readExplained, readSeries, readTail, readTrace } from './models.ts';
import { Stage } from './stage.tsx';
import { walkOfSeries } from './walk.ts';
import { Why } from './why.tsx';

/** A model of series: how far back it looks, what one forecast is made of, and its network step by step. */
export function SeriesView({ model, select }: { model: Model; select: ComponentChildren }) {
  const m = useMessages(memory);
  const wanted = query.value.get('series');
  const list = useResource(
    (signal) => readSeries(model.dataset_id, wanted, signal),
    [model.dataset_id, wanted],
    { keepsValue: true },
  );
  return (
    <>
      <Loaded resource={list}>
        {(series) => {
          const chosen = series.find(({ id }) => id === wanted) ?? series[0];
          if (chosen === undefined)
            return (
              <Panel>
                {select}
                <EmptyState />
              </Panel>
            );
          return (
            <SeriesMemory
              key={chosen.id}
              model={model}
              series={chosen}
              head={
                <>
                  {select}
                  <Select
                    label={m.seriesName}
                    options={series.map(({ id }) => ({ value: id, label: id }))}
                    value={chosen.id}
                    onChange={(id) => setQuery({ series: id, as_of: null })}
                  />
                </>
              }
            />
          );
        }}
      </Loaded>
      <Far model={model.id} />
    </>
  );
}

function SeriesMemory({
  model,
  series,
  head,
}: {
  model: Model;
  series: SeriesSummary;
  head: ComponentChildren;
}) {
  const tail = useResource((signal) => readTail(model, series, signal), [model.id, series.id]);
  const state = tail.state.value;
  // Another series can be chosen, such as instead of one that does not exist.
  if (state.status === 'error')
    return (
      <Panel>
        {head}
        <ErrorNotice error={state.error} onRetry={() => void tail.reload()} />
      </Panel>
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
      {(points) => <ForecastMemory model={model} series={series} points={points} head={head} />}
    </Loaded>
  );
}

function ForecastMemory(props: {
  model: Model;
  series: SeriesSummary;
  points: SeriesPoints;
  head: ComponentChildren;
}) {
  const m = useMessages(memory);
  const { model, series, points, head } = props;
  const last = points.times.length - 1;
  const asOf = query.value.get('as_of');
  const at = indexUntil(points, asOf);
  // A time before the points that were read is asked for as it stands in the address.
  const early = earlyTime(points, asOf);
  const origin: Origin = {
    series: series.id,
    asOf: early ?? (at === last ? null : (points.times[at] ?? null)),
  };
  const key = JSON.stringify(origin);
  const found = useResource(
    async (signal) => {
      // A model with inputs of the future may be traced, but not forecast.
      const [explained, trace] = await Promise.all([
        readExplained(model.id, origin, signal).catch((error: Error) => error),
        readTrace(model.id, origin, signal),
      ]);
      return { explained, trace };
    },
    [model.id, key],
  );
  // The last answer stays on the screen while the next one is computed.
  const state = found.state.value;
  const kept = useKept(found);
  const retry = () => void found.reload();
  const shown = state.status === 'error' ? null : kept;
  const values = useMemo(
    () => new Map(points.times.map((time, i) => [String(time), points.values[i] ?? null])),
    [points],
  );
  const { horizon } = model.spec as ModelSpec;
  return (
    <>
      <Panel>
        <div class="columns">
          {head}
          <AsOf points={points} at={at} early={early} horizon={horizon} />
        </div>
        {state.status === 'error' && <ErrorNotice error={state.error} onRetry={retry} />}
      </Panel>
      {shown === null ? (
        state.status !== 'error' && (
          <Loaded
            resource={found}
            loading={
              <Panel>
                <Skeleton hasBlock />
              </Panel>
            }
          >
            {() => null}
          </Loaded>
        )
      ) : (
        <>
          {shown.explained instanceof Error ? (
            <Panel title={m.whyTitle}>
              <ErrorNotice error={shown.explained} onRetry={retry} />
            </Panel>
          ) : (
            <Why explained={shown.explained} />
          )}
          <Stage
            isSeries
            walk={walkOfSeries(m, shown.trace, values)}
            note={
              shown.trace.observations_per_step === 1
                ? m.seriesDrawingNote
                : `${m.seriesDrawingNote} ${m.observationsPerStep(shown.trace.observations_per_step)}`
            }
          />
        </>
      )}
    </>
  );
}

const settledMs = 150;

function AsOf(props: {
  points: SeriesPoints;
  /** Place of the chosen time; -1 if it is before the points. */
  at: number;
  /** Chosen time before the points. */
  early: string | number | null;
  horizon: number;
}) {
  const { points, at, early, horizon } = props;
  const m = useMessages(memory);
  const last = points.times.length - 1;
  const [position, move] = useState(at);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // A move that is not settled yet came after the one that this time is from.
    if (timer.current === undefined) move(at);
  }, [at]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const text = formatSeriesTime((position < 0 ? early : points.times[position]) ?? 0);
  return (
    <Field label={m.asOf} hint={text}>
      {(ids) => (
        <input
          {...ids}
          class="memory-slider"
          type="range"
          min={Math.max(0, last - Math.max(60, 5 * horizon))}
          max={last}
          value={position}
          aria-valuetext={text}
          onInput={({ currentTarget }) => {
            const to = Number(currentTarget.value);
            move(to);
            clearTimeout(timer.current);
            timer.current = setTimeout(() => {
              timer.current = undefined;
              setQuery({ as_of: to === last ? null : String(points.times[to]) });
            }, settledMs);
          }}
        />
      )}
    </Field>
  );
}
