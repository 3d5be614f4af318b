import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export interface Owner {
  child: ChildProcess;
  url: string;
  postmasterPid: number;
  supervisorPid: number;
}

const program = fileURLToPath(new URL('./owner.ts', import.meta.url));

/** Starts another process that owns the embedded PostgreSQL of a directory. */
export async function spawnOwner(
  dataDir: string,
  identity: { uid?: number; gid?: number } = {},
): Promise<Owner> {
  const child = spawn(process.execPath, [program, dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...identity,
  });
  let errors = '';
  child.stderr.on('data', (bytes) => {
    errors += bytes;
  });
  let output = '';
  for await (const bytes of child.stdout) {
    output += bytes;
    if (output.endsWith('\n')) return { child, ...JSON.parse(output) };
  }
  throw new Error(`the owner ended at once: ${errors}`);
}

export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** Whether a process runs. False for a dead process that is not reaped yet. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Waits until a condition holds; fails the test when it does not in time. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 40_000,
): Promise<void> {
  const untilMs = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > untilMs) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(20);
  }
}

export async function query(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}
