import { useMemo } from 'preact/hooks';
import { type Memory, useResource } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { memory } from '../../messages/memory.ts';
import { LineChart } from '../../parts/charts/index.ts';
import { Figure, formatCount, formatValue, Loaded, Panel, Skeleton } from '../../parts/index.ts';
import { readMemory } from './models.ts';

/** How far back a model looks, over its last forecasts. */
export function Far({ model }: { model: string }) {
  const m = useMessages(memory);
  const found = useResource((signal) => readMemory(model, signal), [model]);
  return (
    <Panel title={m.farTitle} note={m.farNote}>
      <Loaded resource={found} loading={<Skeleton hasBlock />}>
        {(known) => <OfMemory found={known} />}
      </Loaded>
    </Panel>
  );
}

function OfMemory({ found }: { found: Memory }) {
  const m = useMessages(memory);
  const { look_back, networks, windows, statistical_members } = found;
  const x = useMemo(() => {
    const longest = Math.max(...networks.map(({ inputs }) => inputs.forecast.length));
    return Array.from({ length: longest }, (_, i) => i + 1);
  }, [found]);
  const lines = useMemo(
    () =>
      networks.map(({ inputs }, i) => ({
        label: m.network(i + 1),
        values: x.map((_, lag) => inputs.forecast[lag] ?? null),
      })),
    [networks, x, m],
  );
  const [first] = networks;
  return (
    <>
      <p class="lead">
        {look_back === null ? m.farNothing : m.farSentence(look_back.looks_back, look_back.most)}
      </p>
      <LineChart label={m.farLabel} x={x} lines={lines} xLabel={m.lag} height={260} />
      <div class="memory-figures">
        {first?.half_life !== null && first !== undefined && (
          <Figure label={m.halfLife} value={formatValue(first.half_life, 2)} note={m.halfLifeNote} />
        )}
        <Figure label={m.context32} value={formatCount(x.length)} note={m.contextNote} />
        <Figure label={m.windows} value={formatCount(windows)} note={m.windowsNote} />
      </div>
      {statistical_members.length > 0 && (
        <p class="small soft">
          {m.statistical(statistical_members.map(({ name }) => name.replaceAll('_', ' ')).join(', '))}
        </p>
      )}
    </>
  );
}
