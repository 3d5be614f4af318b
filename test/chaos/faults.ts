import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createRng, type Rng } from '../../src/engine/index.ts';
import type { Stack, SupervisedProcess } from './stack.ts';

const gapMsMin = 2_000;
const gapMsMax = 8_000;
const pauseMsMax = 9_000;
/** Longer than a worker may be silent, so that its job goes elsewhere while it is paused. */
const longPauseMs = 14_000;
const cutMsMax = 5_000;
const recoveryMsMax = 120_000;
const pollMs = 100;

/** A fault that was done. */
export interface Fault {
  name: string;
  /** Names of the struck processes. */
  struck: string[];
  /** For what it waited at the last look before it had recovered; null: for nothing. */
  waitedFor: string | null;
  /** Seconds until an API was ready again, which is the one that was struck if it was one, and every job that the fault
   *  interrupted was at work again or had ended. A pause and a cut count from their end. Null: not
   *  within `recoveryMsMax`. */
  recoverySeconds: number | null;
}

interface Disturbance {
  name: string;
  weight: number;
  /** Resolves when the fault is over: at once for a kill. @returns the processes that it struck */
  strike(rng: Rng): Promise<SupervisedProcess[]>;
}

/** Strikes at random times until it is stopped, and measures each recovery. Faults overlap.
 *  @returns the faults, when the last has been recovered from */
export async function runFaults(stack: Stack, seed: number, stopping: AbortSignal): Promise<Fault[]> {
  const rng = createRng(seed);
  const disturbances = disturbancesOf(stack);
  const struck: Promise<Fault>[] = [];
  const names: string[] = [];
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping }).catch(() => {});
  for (;;) {
    await pause(gapMsMin + rng.uniform() * (gapMsMax - gapMsMin));
    if (stopping.aborted) break;
    const { name, strike } = choose(disturbances, rng);
    names.push(name);
    struck.push(strikeAndRecover(stack, name, strike, createRng(seed + names.length)));
  }
  return Promise.all(struck);
}

async function strikeAndRecover(
  stack: Stack,
  name: string,
  strike: Disturbance['strike'],
  rng: Rng,
): Promise<Fault> {
  const before = await runningJobs(stack);
  const pids = new Map(stack.workers.map((worker) => [worker, worker.pid()]));
  const struck = await strike(rng);
  const victims = new Set(struck.map((one) => pids.get(one)));
  const interrupted = before.filter(({ pid }) => victims.has(pid));
  const struckUrls = stack.urls.filter((_, i) => struck.includes(stack.apis[i]));
  const fault: Fault = {
    name,
    struck: struck.map((one) => one.name),
    waitedFor: null,
    recoverySeconds: null,
  };
  const from = Date.now();
  while (Date.now() - from < recoveryMsMax) {
    const missing = (await isReady(struckUrls.length > 0 ? struckUrls : stack.urls))
      ? await notAtWork(stack, interrupted)
      : 'an API';
    if (missing === null) return { ...fault, recoverySeconds: (Date.now() - from) / 1_000 };
    fault.waitedFor = missing;
    await sleep(pollMs);
  }
  return fault;
}

function disturbancesOf(stack: Stack): Disturbance[] {
  const { apis, workers, postgres, redis } = stack;
  const signalled =
    (processes: SupervisedProcess[], signal: NodeJS.Signals) =>
    async (rng: Rng): Promise<SupervisedProcess[]> => {
      const victim = processes[rng.int(processes.length)];
      victim.signal(signal);
      return [victim];
    };
  const paused =
    (processes: SupervisedProcess[]) =>
    async (rng: Rng): Promise<SupervisedProcess[]> => {
      const victim = processes[rng.int(processes.length)];
      victim.signal('SIGSTOP');
      await sleep(rng.uniform() < 0.3 ? longPauseMs : 500 + rng.uniform() * (pauseMsMax - 500));
      victim.signal('SIGCONT');
      return apis.includes(victim) ? [victim] : []; // a worker that wakes up goes on with its job, or has lost it
    };
  const without = (strike: (rng: Rng) => Promise<unknown>) => async (rng: Rng) => {
    await strike(rng);
    return [];
  };
  const cut = (proxy: { cut(): void; restore(): void }) =>
    without(async (rng) => {
      proxy.cut();
      await sleep(500 + rng.uniform() * (cutMsMax - 500));
      proxy.restore();
    });
  const all: Disturbance[] = [
    { name: 'API killed', weight: 3, strike: signalled(apis, 'SIGKILL') },
    { name: 'API paused', weight: 1, strike: paused(apis) },
    { name: 'worker killed', weight: 4, strike: signalled(workers, 'SIGKILL') },
    { name: 'worker asked to end', weight: 2, strike: signalled(workers, 'SIGTERM') },
    { name: 'worker paused', weight: 3, strike: paused(workers) },
    { name: 'PostgreSQL killed', weight: 2, strike: without(async () => postgres.kill()) },
    {
      name: 'PostgreSQL paused',
      weight: 1,
      strike: without((rng) => postgres.pause(500 + rng.uniform() * 3_000)),
    },
    { name: 'network to PostgreSQL cut', weight: 1, strike: cut(postgres.proxy) },
  ];
  if (redis === null) return all;
  const { server, proxy } = redis;
  let isRestarting = false;
  return [
    ...all,
    {
      name: 'Redis killed',
      weight: 3,
      strike: without(async (rng) => {
        if (isRestarting) return;
        isRestarting = true;
        await server.kill();
        await sleep(rng.uniform() * 2_000);
        await server.start();
        isRestarting = false;
      }),
    },
    { name: 'Redis paused', weight: 1, strike: without((rng) => server.pause(500 + rng.uniform() * 3_000)) },
    { name: 'Redis emptied', weight: 2, strike: without(() => server.flush()) },
    { name: 'network to Redis cut', weight: 1, strike: cut(proxy) },
  ];
}

function choose(disturbances: readonly Disturbance[], rng: Rng): Disturbance {
  const weighted = disturbances.flatMap((one) => Array.from({ length: one.weight }, () => one));
  return weighted[rng.int(weighted.length)];
}

interface RunningJob {
  id: string;
  attempt: number;
  pid: number;
}

/** Empty while the database does not answer. */
async function runningJobs(stack: Stack): Promise<RunningJob[]> {
  const rows = await query<{ id: string; attempt: number; worker_id: string }>(
    stack,
    `SELECT id, attempt, worker_id FROM jobs WHERE status = 'running'`,
  );
  return (rows ?? []).map(({ id, attempt, worker_id }) => ({
    id,
    attempt,
    pid: Number(worker_id.split(':').at(-1)),
  }));
}

/** A job that no other attempt works on and that has not ended, or the database; null: there is none. */
async function notAtWork(stack: Stack, interrupted: readonly RunningJob[]): Promise<string | null> {
  if (interrupted.length === 0) return null;
  const rows = await query<{ id: string; attempt: number; status: string }>(
    stack,
    'SELECT id, attempt, status FROM jobs WHERE id = ANY($1)',
    [interrupted.map(({ id }) => id)],
  );
  if (rows === null) return 'the database';
  const waiting = rows.find(({ id, attempt, status }) => {
    const before = interrupted.find((job) => job.id === id)!;
    return attempt <= before.attempt && ['queued', 'running'].includes(status);
  });
  return waiting === undefined ? null : `${waiting.id}, ${waiting.status}, attempt ${waiting.attempt}`;
}

async function isReady(urls: readonly string[]): Promise<boolean> {
  const answers = await Promise.all(
    urls.map((url) =>
      fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3_000) }).then(
        ({ status }) => status === 200,
        () => false,
      ),
    ),
  );
  return answers.some(Boolean);
}

/** @returns null while the database does not answer */
async function query<Row extends pg.QueryResultRow>(
  { databaseUrl }: Stack,
  text: string,
  values: unknown[] = [],
): Promise<Row[] | null> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 2_000,
    query_timeout: 5_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query<Row>(text, values)).rows;
  } catch {
    return null;
  } finally {
    client.end().catch(() => {});
  }
}
