import { useSignal } from '@preact/signals';
import { answered, client, type Dataset, type DatasetVersion, useFirstRows } from '../../api/index.ts';
import { dataset } from '../../messages/dataset.ts';
import { useMessages } from '../../messages/index.ts';
import {
  Badge,
  Button,
  Dialog,
  ErrorNotice,
  formatCount,
  formatMoment,
  Loaded,
  MoreRows,
  Table,
  useChange,
} from '../../parts/index.ts';

/** Versions of a dataset, the newest first, with a button to go back to one. */
export function Versions({ shown, onRestored }: { shown: Dataset; onRestored: () => void }) {
  const m = useMessages(dataset);
  const versions = useFirstRows<DatasetVersion>(
    (page, headers, signal) =>
      client.GET('/v1/datasets/{dataset_id}/versions', {
        params: { path: { dataset_id: shown.id }, query: page },
        headers,
        signal,
      }),
    [shown.id, shown.version],
  );
  const asked = useSignal<number | null>(null);
  const restoring = useChange();
  const restore = async (version: number) => {
    const params = { path: { dataset_id: shown.id, version } };
    const call = () =>
      answered(client.POST('/v1/datasets/{dataset_id}/versions/{version}/restore', { params }));
    if (!(await restoring.run(call, m.restored(formatCount(version))))) return;
    asked.value = null;
    onRestored();
  };
  const changes = (row: DatasetVersion): string =>
    ({
      upload: m.changeUpload,
      observations: m.changeObservations,
      deletion: m.changeDeletion,
      restore: m.changeRestore(formatCount(row.restored_version ?? 0)),
    })[row.change];
  return (
    <>
      <Loaded resource={versions}>
        {({ data, next_cursor }) => (
          <>
            <Table
              label={m.tabVersions}
              rows={data}
              keyOf={({ version }) => String(version)}
              columns={[
                { title: m.version, isNumber: true, cell: ({ version }) => formatCount(version) },
                {
                  title: m.when,
                  cell: ({ created_at }) => <span class="nowrap">{formatMoment(created_at)}</span>,
                },
                { title: m.change, cell: changes },
                { title: m.countAdded, isNumber: true, cell: ({ added }) => formatCount(added) },
                { title: m.countReplaced, isNumber: true, cell: ({ replaced }) => formatCount(replaced) },
                { title: m.countDeleted, isNumber: true, cell: ({ deleted }) => formatCount(deleted) },
                {
                  title: <span class="visually-hidden">{m.restore}</span>,
                  isNumber: true,
                  cell: ({ version, is_kept }) =>
                    version === shown.version ? (
                      <Badge kind="accent">{m.now}</Badge>
                    ) : is_kept ? (
                      <Button
                        size="small"
                        aria-label={`${m.restore}: ${m.version} ${version}`}
                        onClick={() => {
                          restoring.reset();
                          asked.value = version;
                        }}
                      >
                        {m.restore}
                      </Button>
                    ) : (
                      <span class="faint">{m.expired}</span>
                    ),
                },
              ]}
            />
            <MoreRows list={versions} next={next_cursor} />
          </>
        )}
      </Loaded>
      <Dialog
        title={m.restoreTitle(formatCount(asked.value ?? 0))}
        isOpen={asked.value !== null}
        onClose={() => {
          asked.value = null;
        }}
      >
        <p>{m.restoreText}</p>
        {restoring.error !== null && <ErrorNotice error={restoring.error} />}
        <div class="dialog-actions">
          <Button
            onClick={() => {
              asked.value = null;
            }}
          >
            {m.cancel}
          </Button>
          <Button kind="primary" disabled={restoring.isBusy} onClick={() => void restore(asked.value ?? 0)}>
            {m.restore}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
