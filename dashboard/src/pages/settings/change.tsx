import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { failureOf } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { settings } from '../../messages/settings.ts';
import { Button, Dialog, ErrorNotice, toast } from '../../parts/index.ts';

export interface Change {
  isBusy: boolean;
  error: Error | null;
  /** Runs a change, and keeps its error to show it. @returns whether it succeeded */
  run: (change: () => Promise<unknown>, done?: string) => Promise<boolean>;
  reset: () => void;
}

/** A change that is sent to the service, with its error. */
export function useChange(): Change {
  const m = useMessages(settings);
  const isBusy = useSignal(false);
  const error = useSignal<Error | null>(null);
  return {
    isBusy: isBusy.value,
    error: error.value,
    reset: () => {
      error.value = null;
    },
    async run(change, done) {
      isBusy.value = true;
      error.value = null;
      try {
        await change();
        if (done !== undefined) toast({ text: done, kind: 'good' });
        return true;
      } catch (thrown) {
        const failure = failureOf(thrown);
        error.value = 'error' in failure ? failure.error : new Error(m.offline);
        return false;
      } finally {
        isBusy.value = false;
      }
    },
  };
}

/** Asks before something is deleted. */
export function DeleteDialog(props: {
  title: string;
  text: ComponentChildren;
  isOpen: boolean;
  onClose: () => void;
  change: Change;
  onDelete: () => void;
}) {
  const m = useMessages(settings);
  const { title, text, isOpen, onClose, change, onDelete } = props;
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <p>{text}</p>
      {change.error !== null && <ErrorNotice error={change.error} />}
      <div class="dialog-actions">
        <Button onClick={onClose}>{m.cancel}</Button>
        <Button kind="danger" disabled={change.isBusy} onClick={onDelete}>
          {m.delete}
        </Button>
      </div>
    </Dialog>
  );
}

/** End of a form in a dialog: why it was refused, and its two buttons.
 *  @param props.isErrorShown the error stands beside its field already */
export function FormEnd(props: { change: Change; onClose: () => void; isErrorShown?: boolean }) {
  const m = useMessages(settings);
  const { change, onClose, isErrorShown = false } = props;
  return (
    <>
      {change.error !== null && !isErrorShown && <ErrorNotice error={change.error} />}
      <div class="dialog-actions">
        <Button onClick={onClose}>{m.cancel}</Button>
        <Button kind="primary" type="submit" disabled={change.isBusy}>
          {m.create}
        </Button>
      </div>
    </>
  );
}
