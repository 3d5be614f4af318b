import { useState } from 'preact/hooks';
import { answered, client, type Dataset, useAllPages, useResource } from '../../api/index.ts';
import { dataset } from '../../messages/dataset.ts';
import { useMessages } from '../../messages/index.ts';
import { EmptyState, formatCount, Loaded, LoadedRows, Panel, VirtualList } from '../../parts/index.ts';

const pageSize = 500;
const shownSymbols = 2_000;
const rowHeight = 44;
const listHeight = 480;

/** Sequences of symbols: a list, and the beginning of one. */
export function Sequences({ shown }: { shown: Dataset }) {
  const m = useMessages(dataset);
  const list = useAllPages(
    (cursor, signal) =>
      answered(
        client.GET('/v1/datasets/{dataset_id}/series', {
          params: { path: { dataset_id: shown.id }, query: { limit: pageSize, cursor } },
          signal,
        }),
      ),
    [shown.id],
  );
  const [chosen, choose] = useState<string | null>(null);
  const rows = list.rows.value;
  const id = chosen ?? rows[0]?.id;
  if (id === undefined)
    return (
      <Panel>
        <LoadedRows list={list} empty={<EmptyState title={m.noSequences} text={m.noSequencesText} />}>
          {() => null}
        </LoadedRows>
      </Panel>
    );
  return (
    <div class={rows.length > 1 ? 'dataset-series' : undefined}>
      <Beginning key={id} shown={shown} seriesId={id} />
      {rows.length > 1 && (
        <Panel title={m.sequences}>
          <LoadedRows list={list} empty={null}>
            {(rows) => (
              <VirtualList
                label={m.sequences}
                rows={rows}
                rowHeight={rowHeight}
                height={Math.min(listHeight, rowHeight * rows.length)}
                keyOf={(row) => row.id}
              >
                {(row) => (
                  <button
                    type="button"
                    class="list-row dataset-choice"
                    aria-current={row.id === id ? 'true' : undefined}
                    onClick={() => choose(row.id)}
                  >
                    <span class="dataset-name" title={row.id}>
                      {row.id}
                    </span>
                    <span class="small soft">{formatCount(row.point_count)}</span>
                  </button>
                )}
              </VirtualList>
            )}
          </LoadedRows>
        </Panel>
      )}
    </div>
  );
}

function Beginning({ shown, seriesId }: { shown: Dataset; seriesId: string }) {
  const m = useMessages(dataset);
  const sequence = useResource(
    (signal) =>
      answered(
        client.GET('/v1/datasets/{dataset_id}/sequences/{series_id}', {
          params: {
            path: { dataset_id: shown.id, series_id: seriesId },
            query: { limit: shownSymbols },
          },
          signal,
        }),
      ),
    [seriesId],
  );
  return (
    <Panel title={m.sequenceStart(seriesId)}>
      <Loaded resource={sequence}>
        {({ symbols, next_cursor }) => (
          <p class="dataset-symbols">
            {symbols.map((symbol) => symbol ?? '?').join(shown.symbols?.unit === 'word' ? ' ' : '')}
            {next_cursor !== null && ' …'}
          </p>
        )}
      </Loaded>
    </Panel>
  );
}
