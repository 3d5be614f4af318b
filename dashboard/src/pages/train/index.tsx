import { useMessages } from '../../messages/index.ts';
import { train } from '../../messages/train.ts';
import { EmptyState, PageHead, Panel } from '../../parts/index.ts';

export default function TrainPage() {
  const m = useMessages(train);
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      <Panel>
        <EmptyState />
      </Panel>
    </div>
  );
}
