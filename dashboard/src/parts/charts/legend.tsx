import type { ComponentChildren } from 'preact';

export interface LegendEntry {
  label: ComponentChildren;
  colour: `--${string}`;
  shape: 'line' | 'area';
}

/** The meanings of the colours of a chart. */
export function Legend({ entries }: { entries: readonly LegendEntry[] }) {
  return (
    <ul class="legend">
      {entries.map(({ label, colour, shape }) => (
        <li key={colour}>
          <span class="legend-key" data-shape={shape} style={{ background: `var(${colour})` }} />
          {label}
        </li>
      ))}
    </ul>
  );
}
