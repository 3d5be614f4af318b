import { useMessages } from '../../messages/index.ts';
import { model } from '../../messages/model.ts';
import { EmptyState, PageHead, Panel } from '../../parts/index.ts';

export default function ModelPage() {
  const m = useMessages(model);
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      <Panel>
        <EmptyState />
      </Panel>
    </div>
  );
}
