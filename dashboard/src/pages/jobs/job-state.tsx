import type { Job } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { jobs } from '../../messages/jobs.ts';
import {
  formatCount,
  formatDuration,
  formatPercent,
  jobSeconds,
  ProblemTitle,
  Progress,
} from '../../parts/index.ts';

/** The page with the result of a job that has succeeded. */
export function resultPath({ kind, model }: Pick<Job, 'kind' | 'model'>): string {
  return `/app/models/${model.id}${kind === 'backtest' ? '?tab=errors' : ''}`;
}

/** How far a job is, in one line. */
export function JobState({ job }: { job: Job }) {
  const m = useMessages(jobs);
  const { status, progress, queue_position, eta_seconds, error } = job;
  if (status === 'failed')
    return <span class="jobs-error">{error !== null && <ProblemTitle problem={error} />}</span>;
  if (status === 'queued' || status === 'running') {
    const phases = {
      preparing: m.preparing,
      training: m.training,
      backtest: m.backtesting,
      publishing: m.publishing,
    };
    const text = [
      job.cancel_requested && m.cancelling,
      status === 'queued' && queue_position !== null && m.place(formatCount(queue_position)),
      status === 'running' &&
        progress !== null &&
        `${formatPercent(progress.fraction)} ${phases[progress.phase]}`,
      eta_seconds !== null && m.left(formatDuration(eta_seconds)),
    ].filter((part) => part !== false);
    return (
      <div class="jobs-progress">
        {status === 'running' && <Progress label={m.progress} value={progress?.fraction ?? null} />}
        <span>{text.join(' · ')}</span>
      </div>
    );
  }
  const took = jobSeconds(job);
  return took === null ? (
    <span class="faint">–</span>
  ) : (
    <span class="soft">{m.took(formatDuration(took))}</span>
  );
}
