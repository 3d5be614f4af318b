import './settings.css';
import { useMessages } from '../../messages/index.ts';
import { settings } from '../../messages/settings.ts';
import { PageHead, Tabs } from '../../parts/index.ts';
import { type PageProps, query, setQuery } from '../../shell/index.ts';
import { Display } from './display.tsx';
import { Embeds } from './embeds.tsx';
import { Keys } from './keys.tsx';
import { Schedules } from './schedules.tsx';
import { Storage } from './storage.tsx';
import { Webhooks } from './webhooks.tsx';

const sections = ['keys', 'webhooks', 'schedules', 'embeds', 'storage', 'display'] as const;

export default function SettingsPage({ params }: PageProps) {
  const m = useMessages(settings);
  const asked = query.value.get('section') ?? params.section;
  const section = sections.find((name) => name === asked) ?? 'keys';
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      <Tabs
        label={m.sections}
        tabs={sections.map((value) => ({ value, label: m[value] }))}
        value={section}
        onChange={(value) => setQuery({ section: value })}
      >
        {section === 'keys' && <Keys />}
        {section === 'webhooks' && <Webhooks />}
        {section === 'schedules' && <Schedules />}
        {section === 'embeds' && <Embeds />}
        {section === 'storage' && <Storage />}
        {section === 'display' && <Display />}
      </Tabs>
    </div>
  );
}
