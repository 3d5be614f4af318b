import { useSignal } from '@preact/signals';
import { declineKey, keyPrompt, useKey } from '../api/index.ts';
import { useMessages } from '../messages/index.ts';
import { shell } from '../messages/shell.ts';
import { Button, Dialog, TextField } from '../parts/index.ts';

/** Asks for an API key when the service needs one. */
export function KeyPrompt() {
  const m = useMessages(shell);
  const text = useSignal('');
  const isEmpty = useSignal(false);
  const state = keyPrompt.value;
  const submit = (event: Event) => {
    event.preventDefault();
    const given = text.value.trim();
    isEmpty.value = given === '';
    if (given === '') return;
    text.value = '';
    useKey(given);
  };
  const error = isEmpty.value ? m.keyEmpty : state === 'refused' ? m.keyRefused : undefined;
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
