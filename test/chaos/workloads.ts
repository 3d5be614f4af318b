import { createRng } from '../../src/engine/index.ts';

/** Tables that tenants upload, and trainings on them. Equal content gives equal weights, whoever trains. */
const lengths = [160, 240];

export const tables = lengths.map((length, i) => tableOf(length, i + 1));

function tableOf(length: number, seed: number): string {
  const rng = createRng(seed);
  let level = 100;
  const rows = Array.from({ length }, (_, i) => {
    level += rng.normal();
    return `${dayAt(i)},${(level + 5 * Math.sin(i / 3)).toFixed(3)}`;
  });
  return `date,y\n${rows.join('\n')}\n`;
}

export function dayAt(i: number): string {
  return new Date(Date.UTC(2020, 0, 1) + i * 86_400_000).toISOString().slice(0, 10);
}

const base = { horizon: 6, members: 1, preset: 'fast', learning_rate: 1e-4, seed: 3 };
/** Settings of trainings, from a blink to several seconds. */
export const trainings = [
  { ...base, cell: 'gru', hidden_size: 16, context_length: 24, steps: 30 },
  { ...base, cell: 'lstm', hidden_size: 32, context_length: 32, steps: 120 },
  { ...base, cell: 'gru', hidden_size: 64, context_length: 64, steps: 160 },
] as const;

export interface Variant {
  table: number;
  training: number;
}
export const variants: readonly Variant[] = tables.flatMap((_, table) =>
  trainings.map((_, training) => ({ table, training })),
);
export const nameOf = ({ table, training }: Variant) => `table ${table}, training ${training}`;
