import { dataset } from '../../messages/dataset.ts';
import { useMessages } from '../../messages/index.ts';
import { EmptyState, PageHead, Panel } from '../../parts/index.ts';

export default function DatasetPage() {
  const m = useMessages(dataset);
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      <Panel>
        <EmptyState />
      </Panel>
    </div>
  );
}
