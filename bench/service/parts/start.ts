import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../../statistics.ts';
import { figure } from '../figures.ts';
import { cpuSeconds, memoryMiB, processOf } from '../processes.ts';
import { freePort } from '../stack.ts';
import type { Part } from './part.ts';

const startMsMax = 120_000;
const stopMsMax = 30_000;
const askEveryMs = 10;

/** `npm start` on an empty folder and on a filled one, and the service while nobody calls. */
export const start: Part = {
  name: 'start',
  figures: ['cold_start_empty', 'cold_start_warm', 'idle_memory', 'idle_cpu'],
  async measure(bench) {
    const dataDir = join(bench.folder, 'started');
    const empty = await npmStart(dataDir);
    await empty.stop();
    const warm: number[] = [];
    let running: Started | null = null;
    for (let n = 0; n < bench.sizes.starts; n++) {
      await running?.stop();
      running = await npmStart(dataDir);
      warm.push(running.ms);
    }
    const { pid, stop } = running as Started;
    try {
      await sleep(1_000 * bench.sizes.settleSeconds);
      const pids = (['api', 'worker'] as const).map((entry) => processOf(pid, entry));
      const cpu = await idleCpu(pids, bench.sizes.idleSeconds);
      const percent = (100 * cpu.flat().reduce((sum, one) => sum + one)) / bench.sizes.idleSeconds;
      const [api_seconds, worker_seconds] = cpu.map((parts) => parts.map((one) => one.toFixed(2)).join(' '));
      const [api, worker] = pids.map((one) => memoryMiB(one, 'VmRSS'));
      return [
        figure('cold_start_empty', 's', empty.ms / 1_000, { atMost: 5 }),
        figure('cold_start_warm', 's', median(warm) / 1_000, { atMost: 1.5 }),
        figure('idle_memory', 'MiB', api + worker, { atMost: 250 }, { api_mib: api, worker_mib: worker }),
        figure('idle_cpu', '% of a core', percent, { atMost: 1 }, { api_seconds, worker_seconds }),
      ];
    } finally {
      await stop();
    }
  },
};

/** Seconds of CPU of each process, in each tenth of the time: a single piece of work differs from work that goes on. */
async function idleCpu(pids: readonly number[], seconds: number): Promise<number[][]> {
  const parts = 10;
  const used: number[][] = pids.map(() => []);
  let before = pids.map(cpuSeconds);
  for (let n = 0; n < parts; n++) {
    await sleep((1_000 * seconds) / parts);
    const now = pids.map(cpuSeconds);
    for (const [process, taken] of used.entries()) taken.push(now[process] - before[process]);
    before = now;
  }
  return used;
}

interface Started {
  /** From the command to the first answer. */
  ms: number;
  pid: number;
  stop(): Promise<void>;
}

async function npmStart(dataDir: string): Promise<Started> {
  const port = await freePort();
  const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env;
  const env = { ...inherited, PORT: String(port), GATECAST_DATA_DIR: dataDir };
  const started = performance.now();
  const child = spawn('npm', ['start'], { env, stdio: 'ignore', detached: true });
  const stop = () => stopGroup(child, join(dataDir, 'postgres', 'postmaster.pid'));
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
    if (performance.now() - started > startMsMax) {
      await stop();
      throw new Error(`npm start did not answer within ${startMsMax} ms`);
    }
    await sleep(askEveryMs);
  }
  return { ms: performance.now() - started, pid: child.pid as number, stop };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path: '/healthz', agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    }).once('error', () => resolve(false));
  });
}

/** Ends npm and its service, and waits until its PostgreSQL has stopped. */
async function stopGroup(child: ChildProcess, pidFile: string): Promise<void> {
  if (child.exitCode === null) process.kill(-(child.pid as number), 'SIGTERM');
  for (
    const until = Date.now() + stopMsMax;
    existsSync(pidFile) || child.exitCode === null;
    await sleep(50)
  ) {
    if (child.signalCode !== null && !existsSync(pidFile)) return;
    if (Date.now() > until) throw new Error('the service of `npm start` did not stop');
  }
}
