import { isBatch1, type Task } from './rows.ts';
import { type Result, ratio } from './summary.ts';

const columns = ['ours', 'ours_layer', 'ours_2_threads', 'sgemm'];

/** One line of one task: each contestant's milliseconds, and in brackets how many times faster we are. */
export function resultLine({ row, times }: Result, task: Task): string {
  const entries = Object.entries(times[task] ?? {}).filter(([name]) => name !== 'sgemm');
  const cells = entries.map(([name, ms]) => {
    const faster = columns.includes(name) ? undefined : ratio(times[task], name);
    return `${name} ${digits(ms)}${faster === undefined ? '' : ` (×${digits(faster)})`}`;
  });
  const batch1 = isBatch1(row) ? ', batch 1' : '';
  return `${row.cell.padEnd(5)}${`${task}${batch1}`.padEnd(16)}${`[${row.shape}]`.padEnd(20)}${cells.join('   ')}`;
}

/** Three significant digits. */
export function digits(value: number | null): string {
  if (value === null) return '–';
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
