import { useState } from 'preact/hooks';
import { forecast } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import { parts } from '../../messages/parts.ts';
import { colourOf } from '../../parts/charts/index.ts';
import { Button, Code, ErrorNotice, fileName, Icon, Panel, saveFile, Tabs } from '../../parts/index.ts';
import { curlOf, type ForecastCall, typescriptOf } from './commands.ts';
import { fanCsvOf, pngOf, widthOf } from './files.ts';
import { size, svgOf } from './picture.ts';
import type { Shown } from './shown.ts';

/** Files of what is shown, and the call that gives the same. */
export function Take({ shown, call }: { shown: Shown; call: ForecastCall }) {
  const m = useMessages(forecast);
  const p = useMessages(parts);
  const [error, fail] = useState<Error | null>(null);
  const svg = () =>
    svgOf(
      shown,
      {
        title: shown.fan.method === 'instant' ? shown.by : m.by(shown.by),
        history: p.history,
        median: p.median,
        actual: p.actual,
        interval: p.interval,
      },
      { colourOf, widthOf },
    );
  const saves = {
    csv: async () => fanCsvOf(shown),
    svg: async () => new Blob([svg()], { type: 'image/svg+xml' }),
    png: () => pngOf(svg(), size.width, size.height),
  };
  const take = async (kind: keyof typeof saves) => {
    try {
      saveFile(await saves[kind](), fileName(`forecast-${shown.series}`, kind));
      fail(null);
    } catch (thrown) {
      fail(thrown as Error);
    }
  };
  return (
    <Panel
      title={m.take}
      note={m.takeNote}
      actions={(['csv', 'png', 'svg'] as const).map((kind) => (
        <Button key={kind} onClick={() => void take(kind)}>
          <Icon name="download" size={16} />
          {m[kind]}
        </Button>
      ))}
    >
      {error !== null && <ErrorNotice error={error} />}
      <SameCall call={call} />
    </Panel>
  );
}

/** The call of the page, for a shell and for a program. */
export function SameCall({ call }: { call: ForecastCall }) {
  const m = useMessages(forecast);
  const [language, choose] = useState<'curl' | 'typescript'>('curl');
  const text = language === 'curl' ? curlOf(call, location.origin) : typescriptOf(call, location.origin);
  return (
    <div class="stack stack-tight">
      <h3>{m.sameCall}</h3>
      <Tabs
        label={m.sameCall}
        tabs={[
          { value: 'curl', label: m.curl },
          { value: 'typescript', label: m.typescript },
        ]}
        value={language}
        onChange={choose}
      >
        <Code label={m.sameCall} text={text} />
      </Tabs>
      <p class="small faint">{m.sameCallNote}</p>
    </div>
  );
}
