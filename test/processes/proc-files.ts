/** Files of `/proc`. A process or thread may end between two reads. */
import { readFileSync } from 'node:fs';

/** @returns the text of a file of a process or thread; empty if it has ended */
export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Whether a process runs. One that has ended, and that nobody has waited for, does not. */
export function isAlive(pid: number): boolean {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat !== '' && !/\) Z /.test(stat);
}

/** Process ids of the children that the main thread of a process has started. */
export function childrenOf(pid: number): number[] {
  return textOf(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
}
