import { compare } from '../../messages/compare.ts';
import { useMessages } from '../../messages/index.ts';
import { EmptyState, PageHead, Panel } from '../../parts/index.ts';

export default function ComparePage() {
  const m = useMessages(compare);
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      <Panel>
        <EmptyState />
      </Panel>
    </div>
  );
}
