import { memo } from 'preact/compat';
import { type FollowedJob, type Job, type JobLogLine, useFollowedJob, useJobLog } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { jobs } from '../../messages/jobs.ts';
import {
  Badge,
  EmptyState,
  Facts,
  Figure,
  formatCount,
  formatDuration,
  formatMoment,
  formatPercent,
  formatStamp,
  formatValue,
  Icon,
  JobActions,
  JobStatus,
  Loaded,
  Notice,
  PageHead,
  Panel,
  ProblemText,
  Progress,
  ServerText,
  Table,
} from '../../parts/index.ts';
import { resultPath } from './job-state.tsx';

/** One job, live, with its log. */
export function OneJob({ id }: { id: string }) {
  const m = useMessages(jobs);
  const job = useFollowedJob(id);
  const state = job.state.value;
  const value = 'value' in state ? state.value : undefined;
  return (
    <div class="page">
      <PageHead
        title={value === undefined ? m.job : value.kind === 'train' ? m.train : m.backtest}
        lead={
          <>
            {value !== undefined && (
              <>
                {m.model} <a href={`/app/models/${value.model.id}`}>{value.model.name}</a> ·{' '}
              </>
            )}
            <code>{id}</code>
          </>
        }
        actions={
          <a class="button" href="/app/jobs">
            <Icon name="left" size={16} />
            {m.back}
          </a>
        }
      />
      <Loaded resource={job}>{(shown) => <Shown shown={shown} followed={job} />}</Loaded>
    </div>
  );
}

function Shown({ shown, followed }: { shown: Job; followed: FollowedJob }) {
  const m = useMessages(jobs);
  const { progress, error } = shown;
  const isTraining = shown.kind === 'train';
  const isLive = shown.finished_at === null;
  const priorities = { high: m.high, normal: m.normal, low: m.low };
  return (
    <>
      <Panel>
        <div class="row row-spread">
          <div class="row">
            <JobStatus job={shown} />
            {isLive && <Badge>{followed.transport.value === 'stream' ? m.live : m.polling}</Badge>}
          </div>
          <div class="row">
            {isTraining && (
              <a class="button" href={`/app/train/${shown.id}`}>
                {m.follow}
              </a>
            )}
            {shown.status === 'succeeded' && (
              <a class="button button-primary" href={resultPath(shown)}>
                {isTraining ? m.model : m.errors}
                <Icon name="arrow" size={16} />
              </a>
            )}
            <JobActions job={shown} onChanged={followed.reload} />
          </div>
        </div>
        {isLive && <Progress label={m.progress} value={progress?.fraction ?? null} />}
        <div class="columns jobs-figures">
          <Figure label={m.progress} value={formatPercent(progress?.fraction)} />
          {isLive && (
            <Figure
              label={shown.status === 'queued' ? m.queued : m.running}
              value={shown.eta_seconds === null ? '–' : m.left(formatDuration(shown.eta_seconds))}
              note={shown.queue_position === null ? undefined : m.place(formatCount(shown.queue_position))}
            />
          )}
          {isTraining && (
            <>
              <Figure label={m.loss} value={formatValue(progress?.loss)} note={m.lossHint} />
              <Figure label={m.validationLoss} value={formatValue(progress?.validation_loss)} />
            </>
          )}
        </div>
        {error !== null && (
          <Notice kind="bad">
            <strong>{m.failedTitle}</strong>
            <div>
              <ProblemText problem={error} />
            </div>
          </Notice>
        )}
        <Facts
          facts={[
            [m.created, formatMoment(shown.created_at)],
            [m.started, formatMoment(shown.started_at)],
            [m.ended, formatMoment(shown.finished_at)],
            [m.attempt, formatCount(shown.attempt)],
            [m.priority, priorities[shown.priority]],
            ...(progress === null || !isTraining ? [] : [[m.epoch, formatValue(progress.epoch)] as const]),
          ]}
        />
      </Panel>
      <Panel title={m.log} note={m.logNote}>
        <Log key={shown.id} id={shown.id} finished_at={shown.finished_at} attempt={shown.attempt} />
      </Panel>
    </>
  );
}

/** Its lines are drawn when they change, not with each step of the job. */
const Log = memo((job: Pick<Job, 'id' | 'finished_at' | 'attempt'>) => {
  const m = useMessages(jobs);
  const log = useJobLog(job);
  return (
    <Loaded resource={log}>
      {(lines) => (lines.length === 0 ? <EmptyState text={m.logNone} /> : <LogTable lines={lines} />)}
    </Loaded>
  );
});

function LogTable({ lines }: { lines: readonly JobLogLine[] }) {
  const m = useMessages(jobs);
  const kinds = { info: 'plain', warn: 'warn', error: 'bad' } as const;
  return (
    <Table
      label={m.log}
      rows={lines.toSorted((a, b) => b.sequence - a.sequence)}
      keyOf={({ sequence }) => String(sequence)}
      columns={[
        { title: m.time, cell: ({ created_at }) => <span class="nowrap">{formatStamp(created_at)}</span> },
        { title: m.level, cell: ({ level }) => <Badge kind={kinds[level]}>{level}</Badge> },
        {
          title: m.message,
          cell: ({ message, fields }) => (
            <>
              <ServerText text={message} />{' '}
              <span class="faint">
                {Object.entries(fields)
                  .map(([name, value]) => `${name}=${value}`)
                  .join(' ')}
              </span>
            </>
          ),
        },
      ]}
    />
  );
}
