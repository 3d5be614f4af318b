import { useState } from 'preact/hooks';
import { answered, client, type Job } from '../api/index.ts';
import { useMessages } from '../messages/index.ts';
import { parts } from '../messages/parts.ts';
import { Button } from './button.tsx';
import { useChange } from './change.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { ErrorNotice, ErrorText } from './states.tsx';
import { toast } from './toast.tsx';

/** Buttons that cancel a job or run it again, as its status allows. */
export function JobActions(props: { job: Job; isSmall?: boolean; onChanged: () => void }) {
  const m = useMessages(parts);
  const { job, isSmall = false, onChanged } = props;
  const [isAsked, ask] = useState(false);
  const canCancel = job.status === 'queued' || job.status === 'running';
  // The question ends with the job. A later run is not asked about by itself.
  if (isAsked && !canCancel) ask(false);
  const { error, isBusy, run, reset } = useChange();
  const path = { params: { path: { job_id: job.id } } };
  const act = async (call: () => Promise<unknown>, done: string) => {
    // A row of a table has no place for an error.
    const told = async () => {
      try {
        await call();
      } catch (thrown) {
        if (isSmall && !isAsked) toast({ text: <ErrorText error={thrown as Error} />, kind: 'bad' });
        throw thrown;
      }
    };
    if (!(await run(told, done))) return;
    ask(false);
    onChanged();
  };
  const cancel = () => act(() => answered(client.POST('/v1/jobs/{job_id}/cancel', path)), m.jobCancelled);
  const retry = () => act(() => answered(client.POST('/v1/jobs/{job_id}/retry', path)), m.jobRetried);
  const size = isSmall ? 'small' : 'normal';
  if (job.status === 'failed' || job.status === 'cancelled')
    return (
      <>
        {error !== null && !isSmall && <ErrorNotice error={error} />}
        <Button
          kind={isSmall ? 'plain' : 'primary'}
          size={size}
          disabled={isBusy}
          onClick={() => void retry()}
        >
          {!isSmall && <Icon name="retry" size={16} />}
          {m.jobRetry}
        </Button>
      </>
    );
  if (!canCancel) return null;
  return (
    <>
      <Button
        kind={isSmall ? 'plain' : 'danger'}
        size={size}
        disabled={job.cancel_requested}
        onClick={() => {
          reset();
          ask(true);
        }}
      >
        {!isSmall && <Icon name="stop" size={16} />}
        {job.cancel_requested ? m.jobCancelling : m.jobCancel}
      </Button>
      <Dialog title={m.jobCancelAsk} isOpen={isAsked} onClose={() => ask(false)}>
        <p>{m.jobCancelText}</p>
        {error !== null && <ErrorNotice error={error} />}
        <div class="dialog-actions">
          <Button onClick={() => ask(false)}>{m.jobKeep}</Button>
          <Button kind="danger" disabled={isBusy} onClick={() => void cancel()}>
            {m.jobCancel}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
