import { useMessages } from '../../messages/index.ts';
import { start } from '../../messages/start.ts';
import { EmptyState, PageHead, Panel } from '../../parts/index.ts';

export default function StartPage() {
  const m = useMessages(start);
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      <Panel>
        <EmptyState />
      </Panel>
    </div>
  );
}
