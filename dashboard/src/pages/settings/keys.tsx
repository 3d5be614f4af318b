import { useSignal } from '@preact/signals';
import { answered, client, type Key, useAllPages } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { settings } from '../../messages/settings.ts';
import {
  Ago,
  Badge,
  Button,
  Dialog,
  EmptyState,
  ErrorNotice,
  Field,
  formatMoment,
  Icon,
  LoadedRows,
  Panel,
  Select,
  Table,
  useChange,
  useSettledText,
} from '../../parts/index.ts';
import { DeleteDialog } from './change.tsx';
import { KeyForm } from './key-form.tsx';
import { SecretDialog } from './secret.tsx';

const pageSize = 500;

export function Keys() {
  const m = useMessages(settings);
  const tenant = useSignal('');
  const shown = tenant.value;
  const list = useAllPages(
    (cursor, signal) => {
      const query = { limit: pageSize, cursor, ...(shown !== '' && { tenant: shown }) };
      return answered(client.GET('/v1/keys', { params: { query }, signal }));
    },
    [shown],
  );
  const typedTenant = useSettledText(shown, (text) => {
    tenant.value = text.trim();
    return true;
  });
  const isCreating = useSignal(false);
  const secret = useSignal<string | null>(null);
  const rotated = useSignal<Key | null>(null);
  const deleted = useSignal<Key | null>(null);
  const change = useChange();
  /** Shows a new secret, and the list of the tenant that owns it. */
  const show = (text: string, owner = shown) => {
    isCreating.value = false;
    rotated.value = null;
    secret.value = text;
    tenant.value = owner;
    if (owner === shown) list.reload();
  };
  const remove = async () => {
    const id = deleted.value?.id ?? '';
    const path = { key_id: id };
    if (
      await change.run(() => answered(client.DELETE('/v1/keys/{key_id}', { params: { path } })), m.keyDeleted)
    ) {
      deleted.value = null;
      list.reload();
    }
  };
  return (
    <Panel
      title={m.keys}
      note={m.keysNote}
      actions={
        <Button
          kind="primary"
          onClick={() => {
            isCreating.value = true;
          }}
        >
          <Icon name="plus" size={16} />
          {m.keyNew}
        </Button>
      }
    >
      <Field label={m.keysTenant} hint={m.keysTenantHint} isOptional>
        {(ids) => <input {...ids} {...typedTenant} class="input" spellcheck={false} />}
      </Field>
      <LoadedRows
        list={list}
        empty={<EmptyState heading="h3" text={shown === '' ? m.keysNone : m.keysNoneOfTenant} />}
      >
        {(rows) => (
          <KeyTable
            rows={rows}
            onRotate={(key) => {
              rotated.value = key;
            }}
            onDelete={(key) => {
              change.reset();
              deleted.value = key;
            }}
          />
        )}
      </LoadedRows>
      <Dialog
        title={m.keyNew}
        isOpen={isCreating.value}
        onClose={() => {
          isCreating.value = false;
        }}
      >
        <KeyForm
          tenant={shown}
          onCreated={show}
          onClose={() => {
            isCreating.value = false;
          }}
        />
      </Dialog>
      <Dialog
        title={m.rotateTitle(nameOf(rotated.value, m.unnamed))}
        isOpen={rotated.value !== null}
        onClose={() => {
          rotated.value = null;
        }}
      >
        {rotated.value !== null && (
          <Rotation
            id={rotated.value.id}
            onRotated={show}
            onClose={() => {
              rotated.value = null;
            }}
          />
        )}
      </Dialog>
      <DeleteDialog
        title={m.keyDeleteTitle(nameOf(deleted.value, m.unnamed))}
        text={m.keyDeleteText}
        isOpen={deleted.value !== null}
        onClose={() => {
          deleted.value = null;
        }}
        change={change}
        onDelete={() => void remove()}
      />
      <SecretDialog
        title={m.keyCreatedTitle}
        note={m.keyOnce}
        secret={secret.value}
        onClose={() => {
          secret.value = null;
        }}
      />
    </Panel>
  );
}

function nameOf(key: Key | null, unnamed: string): string {
  return key?.name ?? unnamed;
}

function KeyTable(props: {
  rows: readonly Key[];
  onRotate: (key: Key) => void;
  onDelete: (key: Key) => void;
}) {
  const m = useMessages(settings);
  const isEnded = ({ expires_at }: Key) => expires_at !== null && Date.parse(expires_at) <= Date.now();
  return (
    <Table
      label={m.keys}
      rows={props.rows}
      keyOf={({ id }) => id}
      columns={[
        { title: m.name, cell: (key) => key.name ?? <span class="faint">{m.unnamed}</span> },
        { title: m.keyHint, cell: ({ hint }) => <code>{hint}</code> },
        {
          title: m.keyScopes,
          cell: ({ scopes }) => (
            <span class="row">
              {scopes.map((scope) => (
                <Badge key={scope} kind={scope === 'admin' ? 'accent' : 'plain'}>
                  {scope}
                </Badge>
              ))}
            </span>
          ),
        },
        { title: m.keyTenant, cell: ({ tenant }) => tenant },
        {
          title: m.created,
          cell: ({ created_at }) => <span class="nowrap">{formatMoment(created_at)}</span>,
        },
        {
          title: m.lastUsed,
          cell: ({ last_used_at }) => (last_used_at === null ? m.never : <Ago iso={last_used_at} />),
        },
        {
          title: m.expires,
          cell: (key) =>
            isEnded(key) ? (
              <Badge kind="warn">{m.expired}</Badge>
            ) : (
              <span class="nowrap">{formatMoment(key.expires_at)}</span>
            ),
        },
        {
          title: <span class="visually-hidden">{m.actions}</span>,
          isNumber: true,
          cell: (key) => (
            <span class="row settings-actions">
              <Button size="small" onClick={() => props.onRotate(key)}>
                {m.rotate}
              </Button>
              <Button size="small" kind="danger" onClick={() => props.onDelete(key)}>
                {m.delete}
              </Button>
            </span>
          ),
        },
      ]}
    />
  );
}

const overlaps = ['0', '3600', '86400', '604800'] as const;

function Rotation(props: { id: string; onRotated: (secret: string) => void; onClose: () => void }) {
  const m = useMessages(settings);
  const { id, onRotated, onClose } = props;
  const overlap = useSignal<(typeof overlaps)[number]>('86400');
  const change = useChange();
  const names = { 0: m.overlapNone, 3600: m.overlapHour, 86400: m.overlapDay, 604800: m.overlapWeek };
  const rotate = () =>
    change.run(async () => {
      const body = { overlap_seconds: Number(overlap.value) };
      const params = { path: { key_id: id } };
      const { secret } = await answered(client.POST('/v1/keys/{key_id}/rotate', { params, body }));
      onRotated(secret);
    });
  return (
    <>
      <p>{m.rotateText}</p>
      <Select
        label={m.overlap}
        options={overlaps.map((value) => ({ value, label: names[value] }))}
        value={overlap.value}
        onChange={(value) => {
          overlap.value = value;
        }}
      />
      {change.error !== null && <ErrorNotice error={change.error} />}
      <div class="dialog-actions">
        <Button onClick={onClose}>{m.cancel}</Button>
        <Button kind="primary" disabled={change.isBusy} onClick={() => void rotate()}>
          {m.rotate}
        </Button>
      </div>
    </>
  );
}
