import { useMemo } from 'preact/hooks';
import { useMessages } from '../../messages/index.ts';
import { memory } from '../../messages/memory.ts';
import { LineChart } from '../../parts/charts/index.ts';
import { Panel } from '../../parts/index.ts';
import type { Cell, Walk } from './walk.ts';

/** How much of the gradient of the last loss arrives at each earlier state, for each kind of network. */
export function Fade({ walks }: { walks: readonly { name: Cell; walk: Walk }[] }) {
  const m = useMessages(memory);
  const key = JSON.stringify(walks.map(({ walk }) => walk.gradients?.sources.at(-1)?.states));
  const { x, lines } = useMemo(() => {
    const lines = walks.map(({ name, walk }) => {
      const back = (walk.gradients?.sources.at(-1)?.states ?? []).toReversed();
      const first = back[0] ?? 1;
      return { label: name.toUpperCase(), values: back.map((size) => (size > 0 ? size / first : null)) };
    });
    return { lines, x: (lines[0]?.values ?? []).map((_, i) => i) };
  }, [key]);
  const came = walks[0]?.walk.steps.at(-1)?.came ?? '';
  return (
    <Panel title={m.fadeTitle} note={m.fadeNote(came)}>
      <LineChart label={m.fadeLabel} x={x} lines={lines} isLog xLabel={m.fadeX} height={260} />
    </Panel>
  );
}
