import { useSignal } from '@preact/signals';
import { answered, client } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { settings } from '../../messages/settings.ts';
import { Button, ErrorNotice, Field } from '../../parts/index.ts';
import { useChange } from './change.tsx';
import { CheckList } from './check-list.tsx';

const scopes = ['read', 'write', 'admin'] as const;
type Scope = (typeof scopes)[number];

/** Creates a key, and hands its secret on. */
export function KeyForm({
  onCreated,
  onClose,
}: {
  onCreated: (secret: string) => void;
  onClose: () => void;
}) {
  const m = useMessages(settings);
  const name = useSignal('');
  const chosen = useSignal<readonly Scope[]>(['read']);
  const ends = useSignal('');
  const tenant = useSignal('');
  const change = useChange();
  const isAsked = useSignal(false);
  const labels = { read: m.scopeRead, write: m.scopeWrite, admin: m.scopeAdmin };
  const create = (event: Event) => {
    event.preventDefault();
    isAsked.value = true;
    if (chosen.value.length === 0) return;
    void change.run(async () => {
      const body = {
        scopes: [...chosen.value],
        ...(name.value.trim() === '' ? {} : { name: name.value.trim() }),
        ...(tenant.value.trim() === '' ? {} : { tenant: tenant.value.trim() }),
        // The whole day in the zone of the reader.
        ...(ends.value === '' ? {} : { expires_at: new Date(`${ends.value}T23:59:59`).toISOString() }),
      };
      const { secret } = await answered(client.POST('/v1/keys', { body }));
      onCreated(secret);
    });
  };
  return (
    <form class="dialog-form" onSubmit={create}>
      <Field label={m.keyName} hint={m.keyNameHint}>
        {(ids) => (
          <input
            {...ids}
            class="input"
            maxLength={200}
            value={name.value}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
        )}
      </Field>
      <CheckList
        label={m.keyScopes}
        options={scopes.map((value) => ({ value, label: labels[value] }))}
        value={chosen.value}
        error={isAsked.value && chosen.value.length === 0 ? m.scopesNone : undefined}
        onChange={(value) => {
          chosen.value = value;
        }}
      />
      <Field label={m.keyExpires} hint={m.keyExpiresHint} isOptional>
        {(ids) => (
          <input
            {...ids}
            class="input"
            type="date"
            value={ends.value}
            onInput={(event) => {
              ends.value = event.currentTarget.value;
            }}
          />
        )}
      </Field>
      <Field label={m.keyTenant} hint={m.keyTenantHint} isOptional>
        {(ids) => (
          <input
            {...ids}
            class="input"
            spellcheck={false}
            value={tenant.value}
            onInput={(event) => {
              tenant.value = event.currentTarget.value;
            }}
          />
        )}
      </Field>
      {change.error !== null && <ErrorNotice error={change.error} />}
      <div class="dialog-actions">
        <Button onClick={onClose}>{m.cancel}</Button>
        <Button kind="primary" type="submit" disabled={change.isBusy}>
          {m.create}
        </Button>
      </div>
    </form>
  );
}
