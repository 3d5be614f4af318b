import { useMemo } from 'preact/hooks';

/** Values as colours. `signed`: from −1 over 0 to 1; `share`: from 0 to 1. */
export type HeatKind = 'signed' | 'share';

/** A heat map over time: one column for each step, one row for each unit. Steps that are not reached are veiled. */
export function Heat(props: {
  label: string;
  /** [steps][units] */
  values: readonly (readonly number[])[];
  kind: HeatKind;
  /** The largest size, where it is not 1. */
  largest?: number;
  columnWidth: number;
  at: number;
  isForward: boolean;
}) {
  const { label, values, kind, largest = 1, columnWidth, at, isForward } = props;
  const units = values[0]?.length ?? 0;
  const rowHeight = units > 16 ? 5 : units > 8 ? 8 : 12;
  const [width, height] = [values.length * columnWidth, units * rowHeight];
  const cells = useMemo(
    () =>
      values.flatMap((column, step) =>
        column.map((value, unit) => (
          <rect
            key={`${step} ${unit}`}
            class="memory-heat"
            data-sign={kind === 'share' ? 'share' : value < 0 ? 'minus' : 'plus'}
            x={step * columnWidth + 2}
            y={unit * rowHeight}
            width={columnWidth - 4}
            height={rowHeight - 1}
            fill-opacity={Math.min(1, Math.abs(value) / largest)}
          />
        )),
      ),
    [values, kind, largest, columnWidth],
  );
  const reached = (at + 1) * columnWidth;
  const veil = isForward ? { x: reached, width: width - reached } : { x: 0, width: at * columnWidth };
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <rect class="memory-ground" width={width} height={height} rx="2" />
      {cells}
      {veil.width > 0 && <rect class="memory-veil" y="0" height={height} {...veil} />}
      <rect
        class="memory-cursor"
        x={at * columnWidth + 1}
        y="0.5"
        width={columnWidth - 2}
        height={height - 1}
      />
    </svg>
  );
}

/** A matrix of weights as colours. */
export function Matrix(props: {
  label: string;
  /** Row by row. */
  values: readonly number[];
  shape: readonly number[];
  largest: number;
}) {
  const { label, values, shape, largest } = props;
  const [rows = 1, columns = 1] = shape;
  const size = 10;
  return (
    <svg
      class="memory-matrix"
      viewBox={`0 0 ${columns * size} ${rows * size}`}
      width={columns * size}
      height={rows * size}
      role="img"
      aria-label={label}
    >
      <rect class="memory-ground" width={columns * size} height={rows * size} />
      {values.map((value, i) => (
        <rect
          key={i}
          class="memory-heat"
          data-sign={value < 0 ? 'minus' : 'plus'}
          x={(i % columns) * size}
          y={Math.floor(i / columns) * size}
          width={size - 1}
          height={size - 1}
          fill-opacity={largest === 0 ? 0 : Math.sqrt(Math.min(1, Math.abs(value) / largest))}
        />
      ))}
    </svg>
  );
}
