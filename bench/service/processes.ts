/** Memory and CPU of processes. Linux has `/proc`; elsewhere these figures are not available. */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Clock ticks per second of `/proc/PID/stat`: a constant of Linux on all its architectures. */
const ticksPerSecond = 100;

/** Process ids below `parent`, at any depth, whose command line contains the text. */
export function descendants(parent: number, text = ''): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const processes = lines.flatMap((line) => {
    const [, pid, ppid, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), ppid: Number(ppid), args }];
  });
  const found: number[] = [];
  const below = new Set([parent]);
  for (let before = 0; before !== below.size; ) {
    before = below.size;
    for (const { pid, ppid } of processes) if (below.has(ppid)) below.add(pid);
  }
  for (const { pid, args } of processes)
    if (pid !== parent && below.has(pid) && args.includes(text)) found.push(pid);
  return found;
}

/** @throws Error if there is no such process */
export function processOf(parent: number, entry: 'api' | 'worker'): number {
  const [pid] = descendants(parent, `processes/${entry}.ts`);
  if (pid === undefined) throw new Error(`the ${entry} process was not found`);
  return pid;
}

/** Resident memory now, or its peak since `resetPeak`, in MiB. */
export function memoryMiB(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_024;
}

export function resetPeak(pid: number): void {
  try {
    execFileSync('sh', ['-c', `echo 5 > /proc/${pid}/clear_refs`], { stdio: 'ignore' });
  } catch {
    // Without the right to reset it, the peak since the start is reported.
  }
}

/** Seconds of CPU that a process has used. */
export function cpuSeconds(pid: number): number {
  return sumOfTimes(pid, 2);
}

/** Resolves when a process has used at most a twentieth of a core for a second. @throws Error after a minute */
export async function untilIdle(pid: number): Promise<void> {
  for (let second = 0; second < 60; second++) {
    const before = cpuSeconds(pid);
    await sleep(1_000);
    if (cpuSeconds(pid) - before <= 0.05) return;
  }
  throw new Error(`process ${pid} works on`);
}

/** Seconds of CPU of a process and of all below it, also of those that have ended. */
export function cpuSecondsOfTree(pid: number): number {
  return descendants(pid).reduce((sum, below) => sum + cpuSeconds(below), sumOfTimes(pid, 4));
}

/** The first of: time of the process, of the system for it, and both of its children that have ended. */
function sumOfTimes(pid: number, count: 2 | 4): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from the third field on
  return fields.slice(11, 11 + count).reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond;
}
