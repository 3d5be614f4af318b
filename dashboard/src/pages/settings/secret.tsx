import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { useMessages } from '../../messages/index.ts';
import { settings } from '../../messages/settings.ts';
import { Button, Dialog, Field, Notice } from '../../parts/index.ts';

/** Shows a secret once. It is in the memory of the page only, until the dialog closes.
 *  @param props.note what the service keeps of it */
export function SecretDialog(props: {
  title: string;
  note: string;
  secret: string | null;
  onClose: () => void;
}) {
  const { secret, ...texts } = props;
  return (
    <Dialog title={props.title} isOpen={secret !== null} onClose={props.onClose}>
      {secret !== null && <Secret {...texts} secret={secret} />}
    </Dialog>
  );
}

function Secret(props: { title: string; note: string; secret: string; onClose: () => void }) {
  const { title, note, secret, onClose } = props;
  const m = useMessages(settings);
  const field = useRef<HTMLInputElement>(null);
  const isCopied = useSignal(false);
  const copy = async () => {
    field.current?.select();
    // Pages without TLS have no clipboard; the text is selected for the reader to copy.
    await navigator.clipboard?.writeText(secret);
    isCopied.value = navigator.clipboard !== undefined;
  };
  return (
    <>
      <Notice kind="warn">{note}</Notice>
      <Field label={title}>
        {(ids) => (
          <input
            {...ids}
            ref={field}
            class="input settings-secret"
            readOnly
            autocomplete="off"
            value={secret}
            onFocus={(event) => event.currentTarget.select()}
          />
        )}
      </Field>
      <div class="dialog-actions">
        <Button onClick={() => void copy()}>{isCopied.value ? m.secretCopied : m.secretCopy}</Button>
        <Button kind="primary" onClick={onClose}>
          {m.secretDone}
        </Button>
      </div>
    </>
  );
}
