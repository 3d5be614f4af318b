import type { ComponentChildren } from 'preact';
import { useMessages } from '../../messages/index.ts';
import { settings } from '../../messages/settings.ts';
import { Button, type Change, Dialog, ErrorNotice } from '../../parts/index.ts';

/** Asks before something is deleted. @param props.subject which one of several, if the title does not say it */
export function DeleteDialog(props: {
  title: string;
  subject?: string;
  text: ComponentChildren;
  isOpen: boolean;
  onClose: () => void;
  change: Change;
  onDelete: () => void;
}) {
  const m = useMessages(settings);
  const { title, subject, text, isOpen, onClose, change, onDelete } = props;
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      {subject !== undefined && <p class="settings-url">{subject}</p>}
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
