import { useMessages } from '../../messages/index.ts';
import { settings } from '../../messages/settings.ts';
import { EmptyState, PageHead, Panel } from '../../parts/index.ts';

export default function SettingsPage() {
  const m = useMessages(settings);
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      <Panel>
        <EmptyState />
      </Panel>
    </div>
  );
}
