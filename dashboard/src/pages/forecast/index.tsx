import { forecast } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import { EmptyState, PageHead, Panel } from '../../parts/index.ts';

export default function ForecastPage() {
  const m = useMessages(forecast);
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      <Panel>
        <EmptyState />
      </Panel>
    </div>
  );
}
