import { useMemo } from 'preact/hooks';
import { useMessages } from '../../messages/index.ts';
import { memory } from '../../messages/memory.ts';
import { formatValue } from '../../parts/index.ts';
import { Matrix } from './heat.tsx';
import { norm } from './walk.ts';

/** The part of a step in the gradient of shared weights, the sum of the parts so far, and the complete gradient. */
export function WeightSums(props: {
  tensor: { name: string; shape: number[]; parts: number[][] };
  at: number;
}) {
  const m = useMessages(memory);
  const { tensor, at } = props;
  const { shape, parts } = tensor;
  const sums = useMemo(() => sumsBack(parts), [parts]);
  const [rows = 0, columns = 0] = shape;
  const [part = [], sum = [], complete = []] = [parts[at], sums[at], sums[0]];
  const largest = Math.max(...[...sums, ...parts].flat().map(Math.abs), 1e-30);
  const shown = [
    { name: m.partNow, values: part },
    { name: m.sumNow, values: sum },
    { name: m.sumAll, values: complete },
  ];
  return (
    <ul class="memory-sums">
      {shown.map(({ name, values }) => (
        <li key={name}>
          <h3>{name}</h3>
          <Matrix
            label={m.weightsHeat(name, rows, columns)}
            values={values}
            shape={shape}
            largest={largest}
          />
          <span class="small soft">{m.size(formatValue(norm(values), 3))}</span>
        </li>
      ))}
    </ul>
  );
}

/** Sums of the parts from each step to the last one. */
function sumsBack(parts: readonly number[][]): number[][] {
  const sums: number[][] = [];
  let sum: number[] = (parts[0] ?? []).map(() => 0);
  for (let step = parts.length - 1; step >= 0; step--) {
    sum = sum.map((value, i) => value + (parts[step]?.[i] ?? 0));
    sums[step] = sum;
  }
  return sums;
}
