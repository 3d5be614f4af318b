import type { ComponentChildren } from 'preact';

export interface Bar {
  label: string;
  value: number | null;
  /** Range of the uncertainty around the value. */
  range?: readonly [number, number];
  kind?: 'good' | 'bad' | 'other';
  /** The value as it is written. */
  text: ComponentChildren;
}

const width = 200;

/** Bars with their numbers, such as the skill against each baseline. Bars of negative values go to the left of zero. */
export function BarChart({ label, bars }: { label: string; bars: readonly Bar[] }) {
  const ends = bars.flatMap(({ value, range = [0, 0] }) => [0, value ?? 0, ...range]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const x = (value: number) => (width * (value - low)) / (high - low || 1);
  return (
    <ul class="bars" aria-label={label}>
      {bars.map(({ label, value, range, kind = 'good', text }, i) => (
        // Two bars may have the same label.
        <li key={i} class="bar-row">
          <span>{label}</span>
          <svg viewBox={`0 0 ${width} 18`} preserveAspectRatio="none" aria-hidden="true">
            {value !== null && (
              <rect
                class="bar-shape"
                data-kind={kind}
                x={Math.min(x(0), x(value))}
                y="3"
                width={Math.abs(x(value) - x(0))}
                height="12"
                rx="1"
              />
            )}
            {range !== undefined && (
              <path
                class="bar-error"
                d={`M${x(range[0])} 9H${x(range[1])}M${x(range[0])} 5v8M${x(range[1])} 5v8`}
              />
            )}
            <path class="bar-zero" d={`M${x(0)} 0v18`} />
          </svg>
          <span class="bar-value">{text}</span>
        </li>
      ))}
    </ul>
  );
}
