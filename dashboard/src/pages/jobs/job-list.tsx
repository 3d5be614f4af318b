import { useState } from 'preact/hooks';
import { client, type Job, polled, type Queue, useFirstRows, useResource } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { jobs } from '../../messages/jobs.ts';
import {
  Ago,
  Choices,
  EmptyState,
  Figure,
  formatCount,
  formatDuration,
  JobActions,
  JobStatus,
  Loaded,
  MoreRows,
  Notice,
  PageHead,
  Panel,
  Select,
  Table,
  useStatusNames,
} from '../../parts/index.ts';
import { query, setQuery } from '../../shell/index.ts';
import { JobState, resultPath } from './job-state.tsx';
import { Workers } from './workers.tsx';

const pollMs = 2_000;
const statuses = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
const kinds = ['train', 'backtest'] as const;
/** A waiting job without any running one is suspicious after this time. */
const waitSecondsMax = 30;

/** All jobs, live, with filters. */
export function JobList() {
  const m = useMessages(jobs);
  const status = statuses.find((name) => name === query.value.get('status'));
  const kind = kinds.find((name) => name === query.value.get('kind'));
  const list = useFirstRows<Job>(
    (page, headers, signal) =>
      client.GET('/v1/jobs', { params: { query: { ...page, status, kind } }, headers, signal }),
    [status, kind],
    { pollMs },
  );
  const [readQueue] = useState(() =>
    polled((headers, signal) => client.GET('/v1/queue', { headers, signal })),
  );
  const queue = useResource(readQueue, [], { pollMs });
  const reload = () => {
    void list.reload();
    void queue.reload();
  };
  const names = useStatusNames();
  const isFiltered = status !== undefined || kind !== undefined;
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      {/* The list below says why nothing can be read. */}
      {(queue.state.value.status === 'loading' || 'value' in queue.state.value) && (
        <Panel title={m.queueTitle}>
          <Loaded resource={queue}>{(shown) => <QueueFigures queue={shown} />}</Loaded>
        </Panel>
      )}
      <Panel>
        <div class="row row-spread jobs-filters">
          <Choices
            label={m.kind}
            name="kind"
            options={[
              { value: 'all', label: m.all },
              { value: 'train', label: m.trainings },
              { value: 'backtest', label: m.backtests },
            ]}
            value={kind ?? 'all'}
            onChange={(value) => setQuery({ kind: value === 'all' ? null : value })}
          />
          <Select
            label={m.status}
            options={[
              { value: 'all', label: m.all },
              ...statuses.map((value) => ({ value, label: names[value] })),
            ]}
            value={status ?? 'all'}
            onChange={(value) => setQuery({ status: value === 'all' ? null : value })}
          />
        </div>
        <Loaded resource={list}>
          {({ data, next_cursor }) =>
            data.length === 0 ? (
              <EmptyState text={isFiltered ? m.noneMatch : m.none} />
            ) : (
              <>
                <JobTable rows={data} onChanged={reload} />
                <MoreRows list={list} next={next_cursor} />
              </>
            )
          }
        </Loaded>
      </Panel>
    </div>
  );
}

function QueueFigures({ queue }: { queue: Queue }) {
  const m = useMessages(jobs);
  const sum = (of: 'queued' | 'running') => queue.kinds.reduce((total, kind) => total + kind[of], 0);
  const oldest = Math.max(...queue.kinds.map(({ oldest_seconds }) => oldest_seconds ?? 0));
  const workers = queue.live_workers;
  const idle = (workers ?? []).filter(({ job_ids }) => job_ids.length === 0).length;
  const parts = (of: 'queued' | 'running') =>
    queue.kinds
      .filter((kind) => kind[of] > 0)
      .map((kind) => `${kind.kind === 'train' ? m.trainings : m.backtests}: ${formatCount(kind[of])}`)
      .join(', ');
  return (
    <>
      <div class="columns jobs-figures">
        <Figure label={m.queueRuns} value={formatCount(sum('running'))} note={parts('running')} />
        <Figure label={m.queueWaits} value={formatCount(sum('queued'))} note={parts('queued')} />
        <Figure label={m.queueOldest} value={oldest === 0 ? '–' : formatDuration(oldest)} />
        <Figure
          label={m.queueWorkers}
          value={workers === null ? '–' : formatCount(workers.length)}
          note={idle === 0 ? undefined : m.queueWorkersIdle(formatCount(idle))}
        />
      </div>
      {workers?.length === 0 ? (
        <Notice kind="warn">{m.workersNone}</Notice>
      ) : (
        sum('running') === 0 && oldest > waitSecondsMax && <Notice kind="warn">{m.noWorker}</Notice>
      )}
      {workers !== null && workers.length > 0 && <Workers workers={workers} />}
    </>
  );
}

function JobTable({ rows, onChanged }: { rows: readonly Job[]; onChanged: () => void }) {
  const m = useMessages(jobs);
  return (
    <Table
      label={m.title}
      keyOf={({ id }) => id}
      rows={rows}
      columns={[
        { title: m.status, cell: (job) => <JobStatus job={job} /> },
        {
          title: m.job,
          cell: ({ id, kind, model }) => (
            <div class="jobs-name">
              <a class="nowrap" href={`/app/jobs/${id}`}>
                {kind === 'train' ? m.train : m.backtest} <span class="jobs-id">{id.slice(-8)}</span>
              </a>
              <span class="small soft">{model.name}</span>
            </div>
          ),
        },
        { title: m.progress, cell: (job) => <JobState job={job} /> },
        { title: m.created, cell: ({ created_at }) => <Ago class="nowrap" iso={created_at} /> },
        {
          title: m.result,
          cell: (job) =>
            job.status === 'succeeded' ? (
              <a href={resultPath(job)}>{job.kind === 'train' ? m.model : m.errors}</a>
            ) : (
              <span class="faint">–</span>
            ),
        },
        {
          title: <span class="visually-hidden">{m.actions}</span>,
          isNumber: true,
          cell: (job) => <JobActions job={job} isSmall onChanged={onChanged} />,
        },
      ]}
    />
  );
}
