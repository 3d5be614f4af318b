import { useState } from 'preact/hooks';
import { client, type JobPage, polled, useResource } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { jobs } from '../../messages/jobs.ts';
import { Badge, EmptyState, formatAgo, Loaded, PageHead, Panel, Table } from '../../parts/index.ts';

const pollMs = 2_000;

export default function JobsPage() {
  const m = useMessages(jobs);
  const [readJobs] = useState(() => polled((headers, signal) => client.GET('/v1/jobs', { headers, signal })));
  const list = useResource(readJobs, [], { pollMs });
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      <Panel>
        <Loaded resource={list}>
          {({ data }) => (data.length === 0 ? <EmptyState text={m.none} /> : <JobTable rows={data} />)}
        </Loaded>
      </Panel>
    </div>
  );
}

function JobTable({ rows }: { rows: JobPage['data'] }) {
  const m = useMessages(jobs);
  return (
    <Table
      label={m.title}
      keyOf={({ id }) => id}
      rows={rows}
      columns={[
        { title: m.job, cell: ({ id }) => <a href={`/app/jobs/${id}`}>{id}</a> },
        { title: m.status, cell: ({ status }) => <Badge>{status}</Badge> },
        { title: m.created, cell: ({ created_at }) => formatAgo(created_at) },
      ]}
    />
  );
}
