import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import {
  type Model,
  type ModelSpec,
  type SeriesPoints,
  type SeriesSummary,
  type Trace,
  useResource,
} from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { memory } from '../../messages/memory.ts';
import {
  EmptyState,
  ErrorNotice,
  Field,
  formatSeriesTime,
  Loaded,
  Panel,
  Select,
  Skeleton,
} from '../../parts/index.ts';
import { query, setQuery } from '../../shell/index.ts';
import { Far } from './far.tsx';
import { type Explained, type Origin, readExplained, readSeries, readTail, readTrace } from './models.ts';
import { Stage } from './stage.tsx';
import { walkOfSeries } from './walk.ts';
import { Why } from './why.tsx';

/** A model of series: how far back it looks, what one forecast is made of, and its network step by step. */
export function SeriesView({ model, select }: { model: Model; select: ComponentChildren }) {
  const m = useMessages(memory);
  const list = useResource((signal) => readSeries(model.dataset_id, signal), [model.dataset_id]);
  return (
    <>
      <Loaded resource={list}>
        {(series) => {
          const chosen = series.find(({ id }) => id === query.value.get('series')) ?? series[0];
          if (chosen === undefined)
            return (
              <Panel>
                {select}
                <EmptyState />
              </Panel>
            );
          return (
            <OfSeries
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

function OfSeries({ model, series, head }: { model: Model; series: SeriesSummary; head: ComponentChildren }) {
  const tail = useResource((signal) => readTail(model, series, signal), [model.id, series.id]);
  return (
    <Loaded
      resource={tail}
      loading={
        <Panel>
          <Skeleton hasBlock />
        </Panel>
      }
    >
      {(points) => <OfPoints model={model} series={series} points={points} head={head} />}
    </Loaded>
  );
}

function OfPoints(props: {
  model: Model;
  series: SeriesSummary;
  points: SeriesPoints;
  head: ComponentChildren;
}) {
  const m = useMessages(memory);
  const { model, series, points, head } = props;
  const last = points.times.length - 1;
  const asOf = query.value.get('as_of');
  const at = asOf === null ? last : points.times.findIndex((time) => String(time) === asOf);
  const origin: Origin = {
    series: series.id,
    asOf: at < 0 || at === last ? null : (points.times[at] ?? null),
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
  const kept = useRef<{ explained: Explained | Error; trace: Trace } | null>(null);
  if (state.status === 'ready') kept.current = state.value;
  const shown = state.status === 'error' ? null : kept.current;
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
          <AsOf points={points} at={at < 0 ? last : at} horizon={horizon} />
        </div>
        {state.status === 'error' && <ErrorNotice error={state.error} />}
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
              <ErrorNotice error={shown.explained} />
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

function AsOf({ points, at, horizon }: { points: SeriesPoints; at: number; horizon: number }) {
  const m = useMessages(memory);
  const last = points.times.length - 1;
  const [position, move] = useState(at);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => move(at), [at]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const text = formatSeriesTime(points.times[position] ?? 0);
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
            timer.current = setTimeout(
              () => setQuery({ as_of: to === last ? null : String(points.times[to]) }),
              settledMs,
            );
          }}
        />
      )}
    </Field>
  );
}
