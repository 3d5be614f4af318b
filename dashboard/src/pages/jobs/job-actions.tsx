import { useSignal } from '@preact/signals';
import { answered, client, failureOf, type Job } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { jobs } from '../../messages/jobs.ts';
import { Button, Dialog, ErrorNotice, ErrorText, toast } from '../../parts/index.ts';

/** Buttons that cancel a job or try it again, as its status allows. */
export function JobActions(props: { job: Job; isSmall?: boolean; onChanged: () => void }) {
  const m = useMessages(jobs);
  const { job, isSmall = false, onChanged } = props;
  const isAsked = useSignal(false);
  const error = useSignal<Error | null>(null);
  const size = isSmall ? 'small' : 'normal';
  const change = async (path: '/v1/jobs/{job_id}/cancel' | '/v1/jobs/{job_id}/retry', text: string) => {
    error.value = null;
    try {
      await answered(client.POST(path, { params: { path: { job_id: job.id } } }));
      isAsked.value = false;
      toast({ text, kind: 'good' });
      onChanged();
    } catch (thrown) {
      const failure = failureOf(thrown);
      error.value = 'error' in failure ? failure.error : new Error(m.offline);
      if (!isAsked.value) toast({ text: <ErrorText error={error.value} />, kind: 'bad' });
    }
  };
  if (job.status === 'failed' || job.status === 'cancelled')
    return (
      <Button size={size} onClick={() => void change('/v1/jobs/{job_id}/retry', m.retried)}>
        {m.retry}
      </Button>
    );
  if (job.status !== 'queued' && job.status !== 'running') return null;
  return (
    <>
      <Button
        size={size}
        disabled={job.cancel_requested}
        onClick={() => {
          error.value = null;
          isAsked.value = true;
        }}
      >
        {job.cancel_requested ? m.cancelling : m.cancel}
      </Button>
      <Dialog
        title={m.cancelTitle}
        isOpen={isAsked.value}
        onClose={() => {
          isAsked.value = false;
        }}
      >
        <p>{m.cancelText}</p>
        {error.value !== null && <ErrorNotice error={error.value} />}
        <div class="dialog-actions">
          <Button
            onClick={() => {
              isAsked.value = false;
            }}
          >
            {m.keep}
          </Button>
          <Button kind="danger" onClick={() => void change('/v1/jobs/{job_id}/cancel', m.cancelled2)}>
            {m.cancel}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
