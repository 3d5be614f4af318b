import { useSignal } from '@preact/signals';
import { answered, client, type Embed, useFirstRows } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { settings } from '../../messages/settings.ts';
import {
  Ago,
  Button,
  EmptyState,
  formatMoment,
  Loaded,
  MoreRows,
  Panel,
  Table,
  useChange,
} from '../../parts/index.ts';
import { DeleteDialog } from './change.tsx';
import { embedText, modelText } from './subjects.ts';

/** Links that show a forecast without a key, to take them back. */
export function Embeds() {
  const m = useMessages(settings);
  const list = useFirstRows<Embed>(
    (page, headers, signal) => client.GET('/v1/embeds', { params: { query: page }, headers, signal }),
    [],
  );
  const deleted = useSignal<Embed | null>(null);
  const change = useChange();
  const remove = async () => {
    const params = { path: { embed_id: deleted.value?.id ?? '' } };
    const send = () => answered(client.DELETE('/v1/embeds/{embed_id}', { params }));
    if (!(await change.run(send, m.embedDeleted))) return;
    deleted.value = null;
    void list.reload();
  };
  return (
    <Panel title={m.embeds} note={m.embedsNote}>
      <Loaded resource={list}>
        {({ data, next_cursor }) =>
          data.length === 0 ? (
            <EmptyState heading="h3" text={m.embedsNone} />
          ) : (
            <>
              <Table
                label={m.embeds}
                rows={data}
                keyOf={({ id }) => id}
                columns={[
                  { title: m.name, cell: ({ name }) => name ?? <span class="faint">{m.unnamed}</span> },
                  {
                    title: m.model,
                    cell: ({ model }) => (
                      <a class="settings-id" href={`/app/models/${model}`}>
                        {modelText(model)}
                      </a>
                    ),
                  },
                  { title: m.keyHint, cell: ({ hint }) => <code>{hint}</code> },
                  {
                    title: m.created,
                    cell: ({ created_at }) => <span class="nowrap">{formatMoment(created_at)}</span>,
                  },
                  {
                    title: m.lastUsed,
                    cell: ({ last_used_at }) =>
                      last_used_at === null ? m.never : <Ago iso={last_used_at} />,
                  },
                  {
                    title: m.expires,
                    cell: ({ expires_at }) => <span class="nowrap">{formatMoment(expires_at)}</span>,
                  },
                  {
                    title: <span class="visually-hidden">{m.actions}</span>,
                    isNumber: true,
                    cell: (embed) => (
                      <Button
                        size="small"
                        kind="danger"
                        onClick={() => {
                          change.reset();
                          deleted.value = embed;
                        }}
                      >
                        {m.revoke}
                      </Button>
                    ),
                  },
                ]}
              />
              <MoreRows list={list} next={next_cursor} />
            </>
          )
        }
      </Loaded>
      <DeleteDialog
        title={m.embedDeleteTitle}
        subject={deleted.value === null ? '' : embedText(deleted.value)}
        text={m.embedDeleteText}
        isOpen={deleted.value !== null}
        onClose={() => {
          deleted.value = null;
        }}
        change={change}
        onDelete={() => void remove()}
      />
    </Panel>
  );
}
