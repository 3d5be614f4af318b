import type { Job } from '../api/index.ts';
import { useMessages } from '../messages/index.ts';
import { parts } from '../messages/parts.ts';
import { Badge } from './panel.tsx';

const kinds = {
  queued: 'plain',
  running: 'accent',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'warn',
} as const;

/** Names of the statuses of jobs, in the language of the page. */
export function useStatusNames(): Record<Job['status'], string> {
  const m = useMessages(parts);
  return {
    queued: m.jobQueued,
    running: m.jobRunning,
    succeeded: m.jobSucceeded,
    failed: m.jobFailed,
    cancelled: m.jobStopped,
  };
}

export function JobStatus({ job }: { job: Pick<Job, 'status' | 'cancel_requested'> }) {
  const m = useMessages(parts);
  const names = useStatusNames();
  const isCancelling = job.status === 'running' && job.cancel_requested;
  return (
    <Badge kind={isCancelling ? 'warn' : kinds[job.status]}>
      {isCancelling ? m.jobCancelling : names[job.status]}
    </Badge>
  );
}
