import { useMessages } from '../../messages/index.ts';
import { jobs } from '../../messages/jobs.ts';
import { EmptyState, PageHead, Panel } from '../../parts/index.ts';

export default function JobsPage() {
  const m = useMessages(jobs);
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      <Panel>
        <EmptyState />
      </Panel>
    </div>
  );
}
