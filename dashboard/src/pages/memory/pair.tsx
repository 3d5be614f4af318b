import type { SymbolTrace } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { memory } from '../../messages/memory.ts';
import { formatFixed, formatPercent, formatValue, Panel } from '../../parts/index.ts';
import { norm } from './walk.ts';

/** The states after two words of the same letters. */
export function Pair({
  words,
  traces,
}: {
  words: readonly [string, string];
  traces: readonly SymbolTrace[];
}) {
  const m = useMessages(memory);
  const [first, second] = traces.map(({ layers }) => layers.at(-1)?.h.at(-1) ?? []);
  if (first === undefined || second === undefined) return null;
  const difference = first.map((value, unit) => value - (second[unit] ?? 0));
  const letters = [...words[0]].toSorted().join(' ');
  const distance = norm(difference);
  const rows = [
    { name: m.pairState(words[0]), values: first, largest: 1 },
    { name: m.pairState(words[1]), values: second, largest: 1 },
    { name: m.pairDifference, values: difference, largest: 2 },
  ];
  return (
    <Panel title={m.pairTitle} note={m.pairNote(letters)}>
      <ul class="memory-pair">
        {rows.map(({ name, values, largest }) => (
          <li key={name}>
            <h3>{name}</h3>
            <ul class="memory-strip">
              {values.map((value, unit) => (
                <li key={unit}>
                  <svg viewBox="0 0 10 10" aria-hidden="true">
                    <rect class="memory-ground" width="10" height="10" rx="1" />
                    <rect
                      class="memory-heat"
                      data-sign={value < 0 ? 'minus' : 'plus'}
                      width="10"
                      height="10"
                      rx="1"
                      fill-opacity={Math.min(1, Math.abs(value) / largest)}
                    />
                  </svg>
                  <span>{formatFixed(Math.abs(value) < 0.005 ? 0 : value, 2)}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <p class="soft">
        {m.pairDistance(formatValue(distance, 3), formatPercent(distance / (2 * Math.sqrt(first.length))))}
      </p>
    </Panel>
  );
}
