import { useFollowedJob } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { train } from '../../messages/train.ts';
import { Badge, EmptyState, Loaded, PageHead, Panel, Progress } from '../../parts/index.ts';
import type { PageProps } from '../../shell/index.ts';

export default function TrainPage({ params: { job } }: PageProps) {
  const m = useMessages(train);
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      <Panel>{job === undefined ? <EmptyState /> : <FollowedJob id={job} />}</Panel>
    </div>
  );
}

function FollowedJob({ id }: { id: string }) {
  const m = useMessages(train);
  const job = useFollowedJob(id);
  return (
    <Loaded resource={job}>
      {({ status, progress }) => (
        <>
          <div>
            <Badge>{status}</Badge>
          </div>
          <Progress label={m.progress} value={progress?.fraction ?? null} />
        </>
      )}
    </Loaded>
  );
}
