import { useSignal } from '@preact/signals';
import { answered, client } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { settings } from '../../messages/settings.ts';
import { TextField, useChange } from '../../parts/index.ts';
import { FormEnd } from './change.tsx';
import { CheckList } from './check-list.tsx';
import { dayMax, endOfDay } from './end-of-day.ts';

const scopes = ['read', 'write', 'admin'] as const;
type Scope = (typeof scopes)[number];

/** Creates a key, and hands its secret on with the tenant as it was given: empty for that of the present key.
 *  @param props.tenant tenant that is proposed */
export function KeyForm(props: {
  tenant: string;
  onCreated: (secret: string, tenant: string) => void;
  onClose: () => void;
}) {
  const { onCreated, onClose } = props;
  const m = useMessages(settings);
  const name = useSignal('');
  const chosen = useSignal<readonly Scope[]>(['read']);
  const ends = useSignal('');
  const tenant = useSignal(props.tenant);
  const change = useChange();
  const isAsked = useSignal(false);
  const end = ends.value === '' ? undefined : endOfDay(ends.value);
  const labels = { read: m.scopeRead, write: m.scopeWrite, admin: m.scopeAdmin };
  const create = (event: Event) => {
    event.preventDefault();
    isAsked.value = true;
    if (chosen.value.length === 0 || end === null) return;
    void change.run(async () => {
      const owner = tenant.value.trim();
      const body = {
        scopes: [...chosen.value],
        ...(name.value.trim() === '' ? {} : { name: name.value.trim() }),
        ...(owner === '' ? {} : { tenant: owner }),
        ...(end === undefined ? {} : { expires_at: end }),
      };
      const { secret } = await answered(client.POST('/v1/keys', { body }));
      onCreated(secret, owner);
    });
  };
  return (
    <form class="dialog-form" onSubmit={create}>
      <TextField
        label={m.keyName}
        hint={m.keyNameHint}
        maxLength={200}
        value={name.value}
        onText={(text) => {
          name.value = text;
        }}
      />
      <CheckList
        label={m.keyScopes}
        options={scopes.map((value) => ({ value, label: labels[value] }))}
        value={chosen.value}
        error={isAsked.value && chosen.value.length === 0 ? m.scopesNone : undefined}
        onChange={(value) => {
          chosen.value = value;
        }}
      />
      <TextField
        label={m.keyExpires}
        hint={m.keyExpiresHint}
        error={isAsked.value && end === null ? m.keyExpiresWrong : undefined}
        isOptional
        type="date"
        max={dayMax}
        value={ends.value}
        onText={(text) => {
          ends.value = text;
        }}
      />
      <TextField
        label={m.keyTenant}
        hint={m.keyTenantHint}
        isOptional
        spellcheck={false}
        value={tenant.value}
        onText={(text) => {
          tenant.value = text;
        }}
      />
      <FormEnd change={change} onClose={onClose} />
    </form>
  );
}
