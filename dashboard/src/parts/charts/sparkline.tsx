/** A line without axes, such as in a list of series. The text beside it says the values. */
export function Sparkline({ values }: { values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return <svg class="sparkline" aria-hidden="true" />;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const y = (value: number) => 22 - (20 * (value - low)) / (high - low || 1);
  let isOn = false;
  const path = values
    .map((value, i) => {
      if (value === null) {
        isOn = false;
        return '';
      }
      const step = `${isOn ? 'L' : 'M'}${((100 * i) / (values.length - 1)).toFixed(2)} ${y(value).toFixed(2)}`;
      isOn = true;
      return step;
    })
    .join('');
  return (
    <svg class="sparkline" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
      <path d={path} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
