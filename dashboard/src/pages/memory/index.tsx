import { useMessages } from '../../messages/index.ts';
import { memory } from '../../messages/memory.ts';
import { EmptyState, PageHead, Panel } from '../../parts/index.ts';

export default function MemoryPage() {
  const m = useMessages(memory);
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      <Panel>
        <EmptyState />
      </Panel>
    </div>
  );
}
