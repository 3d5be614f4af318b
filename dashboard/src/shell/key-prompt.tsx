import { useSignal } from '@preact/signals';
import { canBeKey, declineKey, keyPrompt, trimmedKey, useKey } from '../api/index.ts';
import { useMessages } from '../messages/index.ts';
import { shell } from '../messages/shell.ts';
import { Button, Dialog, TextField } from '../parts/index.ts';

/** Asks for an API key when the service needs one. */
export function KeyPrompt() {
  const m = useMessages(shell);
  const text = useSignal('');
  const fault = useSignal<string | null>(null);
  const state = keyPrompt.value;
  const submit = (event: Event) => {
    event.preventDefault();
    const given = trimmedKey(text.value);
    fault.value = given === '' ? m.keyEmpty : canBeKey(given) ? null : m.keyImpossible;
    if (fault.value !== null) return;
    text.value = '';
    useKey(given);
  };
  const error = fault.value ?? (state === 'refused' ? m.keyRefused : undefined);
  return (
    <Dialog title={m.keyTitle} isOpen={state !== 'closed'} onClose={declineKey}>
      <form class="dialog-form" onSubmit={submit}>
        <p class="soft">{m.keyText}</p>
        <TextField
          label={m.keyLabel}
          error={error}
          type="password"
          autocomplete="off"
          spellcheck={false}
          value={text.value}
          onText={(typed) => {
            text.value = typed;
          }}
        />
        <div class="dialog-actions">
          <Button onClick={declineKey}>{m.keyLater}</Button>
          <Button kind="primary" type="submit">
            {m.keyUse}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
