import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { answered, client, type DatasetSummary, useAllPages } from '../../api/index.ts';
import { dataset } from '../../messages/dataset.ts';
import { useMessages } from '../../messages/index.ts';
import {
  Ago,
  EmptyState,
  formatCount,
  Icon,
  LoadedRows,
  PageHead,
  Panel,
  Skeleton,
  VirtualList,
} from '../../parts/index.ts';
import { formatStep } from '../../parts/tables/index.ts';

const pageSize = 500;
const rowHeight = 68;
const heightMax = 680;

export function DatasetList() {
  const m = useMessages(dataset);
  const list = useAllPages(
    (cursor, signal) =>
      answered(client.GET('/v1/datasets', { params: { query: { limit: pageSize, cursor } }, signal })),
    [],
  );
  return (
    <div class="page">
      <PageHead
        title={m.title}
        lead={m.lead}
        actions={
          <a class="button button-primary" href="/app/start">
            <Icon name="plus" />
            {m.add}
          </a>
        }
      />
      <Panel>
        <LoadedRows
          list={list}
          loading={<Skeleton lines={5} />}
          empty={
            <EmptyState
              text={m.none}
              action={
                <a class="button button-primary" href="/app/start">
                  {m.add}
                </a>
              }
            />
          }
        >
          {(rows) => <FoundDatasets rows={rows} />}
        </LoadedRows>
      </Panel>
    </div>
  );
}

/** The datasets whose names have what is searched. */
function FoundDatasets({ rows }: { rows: readonly DatasetSummary[] }) {
  const m = useMessages(dataset);
  const search = useSignal('');
  const wanted = search.value.trim().toLowerCase();
  const shown = useMemo(
    () => (wanted === '' ? rows : rows.filter(({ name }) => name.toLowerCase().includes(wanted))),
    [rows, wanted],
  );
  return (
    <>
      <div class="row row-spread">
        <label class="dataset-search">
          <Icon name="search" size={16} />
          <input
            class="input"
            type="search"
            placeholder={m.search}
            aria-label={m.search}
            value={search.value}
            onInput={(event) => {
              search.value = event.currentTarget.value;
            }}
          />
        </label>
        <span class="small soft" role="status">
          {m.found(formatCount(shown.length))}
        </span>
      </div>
      {shown.length === 0 ? (
        <EmptyState title={m.noneFound} />
      ) : (
        <VirtualList
          label={m.title}
          rows={shown}
          rowHeight={rowHeight}
          height={Math.min(heightMax, rowHeight * shown.length)}
          keyOf={({ id }) => id}
        >
          {(row) => <Row row={row} />}
        </VirtualList>
      )}
    </>
  );
}

function Row({ row }: { row: DatasetSummary }) {
  const m = useMessages(dataset);
  const [count, points] = [formatCount(row.series_count), formatCount(row.point_count)];
  return (
    <a class="list-row" href={`/app/datasets/${row.id}`}>
      <span class="dataset-row">
        <strong class="dataset-name" title={row.name}>
          {row.name}
        </strong>
        <span class="small soft">
          {row.kind === 'symbols' ? m.rowSymbols(count, points) : m.rowNumbers(count, points)}
        </span>
      </span>
      <span class="dataset-row dataset-row-end">
        {row.kind === 'numeric' && row.start !== null && (
          <span class="small">
            {m.span(dayOf(row.start), dayOf(row.end))} · {formatStep(row.step)}
          </span>
        )}
        <Ago class="small soft" iso={row.created_at} />
      </span>
    </a>
  );
}

function dayOf(time: DatasetSummary['start']): string {
  return typeof time === 'string' ? time.slice(0, 10) : String(time ?? '');
}
