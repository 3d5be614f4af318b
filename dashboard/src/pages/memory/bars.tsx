/** Sizes over time as bars, with a line of their sum if there is one, in the columns of the drawing. */
export function StepBars(props: {
  label: string;
  values: readonly number[];
  line?: readonly number[];
  columnWidth: number;
  at: number;
}) {
  const { label, values, line, columnWidth, at } = props;
  const [width, height] = [values.length * columnWidth, 64];
  const largest = Math.max(...values, ...(line ?? []), 1e-30);
  const y = (value: number) => height - 3 - (height - 8) * (value / largest);
  const points = (line ?? []).flatMap((value, i) =>
    i < at ? [] : [`${i * columnWidth + columnWidth / 2} ${y(value)}`],
  );
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {values.map((value, i) => (
        <rect
          key={i}
          class="memory-bar"
          data-reached={i >= at}
          x={i * columnWidth + columnWidth * 0.22}
          y={y(value)}
          width={columnWidth * 0.56}
          height={Math.max(1, height - 3 - y(value))}
        />
      ))}
      <path class="memory-base" d={`M0 ${height - 2.5}H${width}`} />
      {points.length > 1 && <path class="memory-sum" d={`M${points.join('L')}`} />}
      {points.map((point) => {
        const [cx, cy] = point.split(' ');
        return <circle key={point} class="memory-sum-point" cx={cx} cy={cy} r="3" />;
      })}
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
