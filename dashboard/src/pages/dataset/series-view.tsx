import { useSignal } from '@preact/signals';
import { useMemo, useState } from 'preact/hooks';
import {
  answered,
  client,
  type Dataset,
  pagePointsMax,
  readWholeSeries,
  type SeriesSummary,
  useAllPages,
  useResource,
} from '../../api/index.ts';
import { dataset } from '../../messages/dataset.ts';
import { useMessages } from '../../messages/index.ts';
import { SeriesChart, Sparkline } from '../../parts/charts/index.ts';
import {
  Button,
  EmptyState,
  formatCount,
  Icon,
  Loaded,
  LoadedRows,
  Notice,
  Panel,
  Skeleton,
  VirtualList,
} from '../../parts/index.ts';
import { query } from '../../shell/index.ts';

const pageSize = 500;
const recentValues = 32;
const rowHeight = 52;
const listHeight = 520;

/** The chart of one series, and the list of all of them. */
export function SeriesView({ shown }: { shown: Dataset }) {
  const m = useMessages(dataset);
  const { id, version, series_count } = shown;
  // Data that several answers hold are read again when the reader wants to see what has changed.
  const [wantedVersion, wantVersion] = useState(version);
  const isLongList = series_count > pageSize;
  const list = useAllPages(
    (cursor, signal) =>
      answered(
        client.GET('/v1/datasets/{dataset_id}/series', {
          params: { path: { dataset_id: id }, query: { limit: pageSize, recent: recentValues, cursor } },
          signal,
        }),
      ),
    [id],
    { version: isLongList ? wantedVersion : version },
  );
  const rows = list.rows.value;
  const chosen = query.value.get('series') ?? rows[0]?.id;
  if (rows.length === 0)
    return (
      <Panel>
        <LoadedRows
          list={list}
          loading={<Skeleton hasBlock />}
          empty={<EmptyState title={m.noSeries} text={m.noSeriesText} />}
        >
          {() => null}
        </LoadedRows>
      </Panel>
    );
  const points = rows.find((row) => row.id === chosen)?.point_count ?? 0;
  const isLarge = isLongList || points > pagePointsMax;
  if (!isLarge && wantedVersion !== version) wantVersion(version); // it is read again by itself
  const series = (
    <div class={series_count > 1 ? 'dataset-series' : undefined}>
      {chosen !== undefined && (
        <OneSeries key={chosen} shown={shown} version={isLarge ? wantedVersion : version} seriesId={chosen} />
      )}
      {series_count > 1 && (
        <Panel title={m.series} note={m.recentNote}>
          <LoadedRows list={list} empty={null}>
            {(rows) => (
              <SeriesList
                rows={rows}
                chosen={chosen}
                total={series_count}
                isComplete={list.isComplete.value}
              />
            )}
          </LoadedRows>
        </Panel>
      )}
    </div>
  );
  return (
    <>
      {isLarge && wantedVersion !== version && (
        <Notice>
          <div class="row row-spread">
            <span>{m.changed}</span>
            <Button size="small" onClick={() => wantVersion(version)}>
              {m.showChanged}
            </Button>
          </div>
        </Notice>
      )}
      {series}
    </>
  );
}

function OneSeries(props: { shown: Dataset; version: number; seriesId: string }) {
  const { shown, version, seriesId } = props;
  const series = useResource(
    (signal) => readWholeSeries(shown.id, seriesId, signal),
    [shown.id, version, seriesId],
    { keepsValue: true },
  );
  return (
    <Panel title={seriesId}>
      <Loaded resource={series} loading={<Skeleton hasBlock />}>
        {({ times, values }) => (
          <SeriesChart
            name={seriesId}
            times={times}
            values={values}
            frequency={shown.frequency}
            height={shown.series_count > 1 ? 430 : 380}
          />
        )}
      </Loaded>
    </Panel>
  );
}

function SeriesList(props: {
  rows: readonly SeriesSummary[];
  chosen: string | undefined;
  total: number;
  isComplete: boolean;
}) {
  const m = useMessages(dataset);
  const { rows, chosen, total, isComplete } = props;
  const search = useSignal('');
  const wanted = search.value.trim().toLowerCase();
  const found = useMemo(
    () => (wanted === '' ? rows : rows.filter((row) => textOf(row).includes(wanted))),
    [rows, wanted],
  );
  const [shown, all] = [formatCount(found.length), formatCount(total)];
  return (
    <>
      <label class="dataset-search">
        <Icon name="search" size={16} />
        <input
          class="input"
          type="search"
          placeholder={m.seriesSearch}
          aria-label={m.seriesSearch}
          value={search.value}
          onInput={(event) => {
            search.value = event.currentTarget.value;
          }}
        />
      </label>
      <span class="small soft" role="status">
        {isComplete ? m.seriesFound(shown, all) : m.seriesLoading(formatCount(rows.length), all)}
      </span>
      {found.length === 0 ? (
        <EmptyState heading="h3" title={m.seriesNone} />
      ) : (
        <VirtualList
          label={m.seriesList}
          rows={found}
          rowHeight={rowHeight}
          height={Math.min(listHeight, rowHeight * found.length)}
          keyOf={({ id }) => id}
        >
          {(row) => <SeriesRow row={row} isChosen={row.id === chosen} />}
        </VirtualList>
      )}
    </>
  );
}

function SeriesRow({ row, isChosen }: { row: SeriesSummary; isChosen: boolean }) {
  const m = useMessages(dataset);
  const next = new URLSearchParams(query.peek());
  next.set('series', row.id);
  return (
    <a class="list-row" href={`?${next}`} aria-current={isChosen ? 'true' : undefined}>
      <span class="dataset-row">
        <span class="dataset-name" title={row.id}>
          {row.id}
        </span>
        <span class="small soft">{m.seriesValues(formatCount(row.point_count))}</span>
      </span>
      <span class="list-spark">
        <Sparkline values={row.recent ?? []} />
      </span>
    </a>
  );
}

function textOf({ id, static: attributes }: SeriesSummary): string {
  return `${id} ${Object.values(attributes).join(' ')}`.toLowerCase();
}
