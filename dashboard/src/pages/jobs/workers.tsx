import type { Queue } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { jobs } from '../../messages/jobs.ts';
import { Fold, Table } from '../../parts/index.ts';

const workersShown = 100;

/** All workers of the service, those with jobs of the reader first. */
export function Workers({ workers }: { workers: NonNullable<Queue['live_workers']> }) {
  const m = useMessages(jobs);
  const rows = workers.toSorted((a, b) => b.job_ids.length - a.job_ids.length).slice(0, workersShown);
  return (
    <Fold title={m.workers}>
      <Table
        label={m.workers}
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          { title: m.worker, isHead: true, cell: ({ id }) => <code>{id}</code> },
          {
            title: m.workerRuns,
            cell: ({ job_ids }) =>
              job_ids.length === 0 ? (
                <span class="soft">{m.workerIdle}</span>
              ) : (
                <span class="row">
                  {job_ids.map((id) => (
                    <a key={id} href={`/app/jobs/${id}`}>
                      {m.job} <span class="jobs-id">{id.slice(-8)}</span>
                    </a>
                  ))}
                </span>
              ),
          },
        ]}
      />
    </Fold>
  );
}
