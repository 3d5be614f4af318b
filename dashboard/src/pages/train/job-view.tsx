import {
  answered,
  client,
  type FollowedJob,
  type Job,
  type Model,
  useFollowedJob,
  useResource,
} from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { train } from '../../messages/train.ts';
import {
  CardSummary,
  Figure,
  formatCount,
  formatDuration,
  JobActions,
  JobDuration,
  JobStatus,
  LoadedPage,
  Notice,
  PageHead,
  Panel,
  ProblemText,
  Progress,
  useStatusNames,
} from '../../parts/index.ts';
import { JobLog } from './job-log.tsx';
import { LossPanel } from './loss-panel.tsx';
import { lastOf } from './reported.ts';
import { SymbolWatch } from './symbol-watch.tsx';
import { WatchPanel } from './watch-panel.tsx';

/** A job from its place in the queue to its end. */
export function JobView({ id }: { id: string }) {
  const m = useMessages(train);
  const followed = useFollowedJob(id);
  return (
    <LoadedPage title={m.jobTitlePlain} resource={followed}>
      {(job) => <LiveJob job={job} followed={followed} />}
    </LoadedPage>
  );
}

function LiveJob({ job, followed }: { job: Job; followed: FollowedJob }) {
  const m = useMessages(train);
  const isTraining = job.subject.type === 'model';
  const model = useResource(
    async (signal) =>
      isTraining
        ? answered(
            client.GET('/v1/models/{model_id}', { params: { path: { model_id: job.subject.id } }, signal }),
          )
        : null,
    [job.subject.id, job.status],
  );
  const state = model.state.value;
  const known = 'value' in state ? (state.value ?? null) : null;
  const progress = job.progress;
  const losses = lastOf(followed.events.value, progress, ({ losses }) => losses);
  const isSymbols = known !== null && known.spec.family === 'symbols';
  const title = isTraining ? m.jobTitle(job.model.name) : m.backtestTitle;
  return (
    <div class="page">
      <PageHead
        title={title}
        lead={<JobStatus job={job} />}
        actions={<JobActions job={job} onChanged={followed.reload} />}
      />
      <Outcome job={job} datasetId={known?.dataset_id ?? null} card={known?.card ?? null} />
      <Panel>
        <ProgressPart job={job} followed={followed} />
      </Panel>
      {isTraining && (
        <div class="columns columns-wide">
          <LossPanel losses={losses ?? []} isEnded={job.finished_at !== null} />
          {isSymbols ? (
            <SymbolWatch losses={losses ?? []} isEnded={job.finished_at !== null} />
          ) : (
            <WatchPanel
              events={followed.events.value}
              latest={progress?.forecast ?? null}
              absence={progress !== null && progress.phase !== 'preparing' ? m.watchNever : m.watchNone}
              isEnded={job.finished_at !== null}
            />
          )}
        </div>
      )}
      <JobLog key={job.id} job={job} />
    </div>
  );
}

/** How the job has ended, and what to do then. */
function Outcome(props: { job: Job; datasetId: string | null; card: Model['card'] }) {
  const m = useMessages(train);
  const { job, datasetId, card } = props;
  const again = datasetId === null ? '/app/train' : `/app/train?dataset=${datasetId}`;
  if (job.status === 'succeeded' && job.subject.type === 'model')
    return (
      <Notice kind="good">
        <strong>{m.doneTitle}</strong>
        {card !== null && (
          <span>
            <CardSummary card={card} />
          </span>
        )}
        <div class="row">
          <a class="button button-primary" href={`/app/models/${job.subject.id}`}>
            {m.toModel}
          </a>
          <a class="button" href={`/app/forecast/${job.subject.id}`}>
            {m.toForecast}
          </a>
          <a class="button button-quiet" href={again}>
            {m.another}
          </a>
        </div>
      </Notice>
    );
  if (job.status === 'cancelled')
    return (
      <Notice kind="warn">
        <span>{m.cancelledText}</span>
        <div>
          <a href={again}>{m.another}</a>
        </div>
      </Notice>
    );
  if (job.status !== 'failed') return null;
  return (
    <Notice kind="bad">
      <strong>{m.failedTitle}</strong>
      {job.error !== null && (
        <span>
          <ProblemText problem={job.error} />
        </span>
      )}
      <strong class="small">{m.failedWhat}</strong>
      <ul>
        <li>{m.failedRetry}</li>
        <li>
          <a href={again}>{m.failedChange}</a>
        </li>
        {datasetId !== null && (
          <li>
            <a href={`/app/datasets/${datasetId}`}>{m.failedData}</a>
          </li>
        )}
      </ul>
    </Notice>
  );
}

function ProgressPart({ job, followed }: { job: Job; followed: FollowedJob }) {
  const m = useMessages(train);
  const names = useStatusNames();
  const { progress, status } = job;
  const isOpen = job.finished_at === null;
  const phases = {
    preparing: m.phasePreparing,
    training: m.phaseTraining,
    backtest: m.phaseBacktest,
    publishing: m.phasePublishing,
  };
  const isStream = followed.transport.value === 'stream';
  const percent = progress === null ? null : `${Math.round(100 * progress.fraction)}%`;
  const now = status === 'running' && progress !== null ? phases[progress.phase] : names[status];
  return (
    <div class="stack">
      <div class="row row-spread">
        <span>
          <span aria-live="polite">{now}</span>
          {percent !== null && status === 'running' && <span class="soft"> · {percent}</span>}
        </span>
        {isOpen && (
          <span
            class="train-transport small faint"
            data-live={isStream}
            title={isStream ? m.liveHelp : m.pollingHelp}
          >
            {isStream ? m.live : m.polling}
          </span>
        )}
      </div>
      <Progress label={m.progress} value={status === 'queued' ? 0 : (progress?.fraction ?? 0)} />
      <div class="columns train-figures">
        {status === 'queued' && (
          <Figure
            label={m.place}
            value={
              job.queue_position === null
                ? '–'
                : job.queue_position === 1
                  ? m.placeNext
                  : m.placeValue(formatCount(job.queue_position))
            }
          />
        )}
        {isOpen && (
          <Figure
            label={m.remaining}
            value={
              job.eta_seconds === null ? m.remainingUnknown : formatDuration(Math.max(1, job.eta_seconds))
            }
          />
        )}
        {job.started_at !== null && (
          <Figure label={isOpen ? m.elapsed : m.worked} value={<JobDuration job={job} />} />
        )}
        {progress !== null && progress.steps > 0 && (
          <Figure
            label={m.steps2}
            value={m.ofSteps(formatCount(progress.step), formatCount(progress.steps))}
          />
        )}
      </div>
      {job.attempt > 1 && isOpen && <p class="small faint">{m.attempt(formatCount(job.attempt))}</p>}
    </div>
  );
}
