import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { BackgroundTask, BackgroundTaskQueue } from '../../src/contracts/ports/index.ts';
import { newId, type StoredSchedule } from '../../src/contracts/schemas/index.ts';
import {
  consumeBackgroundTasks,
  createBackgroundTaskQueue,
  openPostgresBackend,
  type QueueBackend,
  startBackgroundTaskKeeper,
} from '../../src/queue/index.ts';
import { openDatabase, openStore } from '../../src/store/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { soonMs } from '../support/soon.ts';

const log = pino({ level: 'silent' });
const nothing = { any: async () => ({ deliveries: false, watches: false }) };
let database: TestDatabase;
let backend: QueueBackend;
let backgroundTasks: BackgroundTaskQueue;

beforeAll(async () => {
  database = await createTestDatabase();
  backend = await openPostgresBackend(database.url);
  backgroundTasks = createBackgroundTaskQueue(backend);
});
afterAll(async () => {
  await backgroundTasks.close();
  await backend.close();
  await database.drop();
});

function keep(parts: Partial<Parameters<typeof startBackgroundTaskKeeper>[0]>) {
  return startBackgroundTaskKeeper({
    ...{ backgroundTasks, log, dueTasks: nothing, ticks: { enabled: async () => [] } },
    ...{ outbox: { due: async () => [] }, watches: { due: async () => [] } },
    ...parts,
  });
}

function consumeInto(seen: BackgroundTask[]) {
  return consumeBackgroundTasks(backend, {
    ...{ deliveriesAtOnce: 4, timedAtOnce: 4, workerId: 'w1', log },
    async handle(task) {
      seen.push(task);
      return 'ended';
    },
  });
}

test('deliveries that the queue refused in an outage are queued once soon after its end', async () => {
  const store = await openStore(database.url, { poolMax: 2 });
  const db = openDatabase(database.url, { poolMax: 1 });
  const ids: string[] = [];
  for (const tenant of ['acme', 'globex', 'initech']) {
    const { id } = await store.webhooks.create(tenant, {
      ...{ url: 'https://hook.example/', events: ['job.failed'], description: '' },
      ...{ enabled: true, secret: 'whsec_c2VjcmV0' },
    });
    const rows = Array.from({ length: 8 }, () => ({
      ...{
        id: newId('delivery'),
        webhook_id: id,
        tenant_id: tenant,
        event: 'job.failed' as const,
        body: '{}',
      },
    }));
    await db.insertInto('webhook_deliveries').values(rows).execute();
    ids.push(...rows.map((row) => row.id));
  }
  await sql`ALTER TABLE bullmq.job RENAME TO job_away`.execute(db);
  const keeper = keep({ dueTasks: store.dueTasks, outbox: store.outbox });
  const marked = async () => {
    const { rows } = await sql`SELECT FROM webhook_deliveries WHERE queued_at IS NOT NULL`.execute(db);
    expect(rows).toHaveLength(ids.length);
  };
  await vi.waitFor(marked, soonMs);
  await new Promise((resolve) => setTimeout(resolve, 1_500)); // a round or two
  await sql`ALTER TABLE bullmq.job_away RENAME TO job`.execute(db);

  const seen: BackgroundTask[] = [];
  const consumer = consumeInto(seen);
  const seenIds = () => seen.flatMap((task) => (task.errand === 'deliver' ? task.delivery_id : [])).sort();
  await vi.waitFor(() => expect(new Set(seenIds())).toEqual(new Set(ids)), soonMs);
  await new Promise((resolve) => setTimeout(resolve, 2_500)); // and is not queued by later rounds
  expect(seenIds()).toEqual(ids.sort());
  await keeper.stop();
  await consumer.close();
  await Promise.all([store.close(), db.destroy()]);
});

test('tasks that cannot be queued do not hold up the others', async () => {
  const deliveries = Array.from({ length: 30 }, () => ({ id: newId('delivery'), attempt: 1 }));
  const watches = Array.from({ length: 30 }, () => ({ modelId: newId('model'), version: 1 }));
  const refused = {
    delivery: { id: 'unheard of', attempt: 0 },
    watch: { modelId: 'unheard of', version: 0 },
  };
  await expect(backgroundTasks.deliver(refused.delivery)).rejects.toThrow();
  await expect(backgroundTasks.watch(refused.watch)).rejects.toThrow();
  const seen: BackgroundTask[] = [];
  const consumer = consumeInto(seen);
  let isNamed = false;
  const keeper = keep({
    dueTasks: { any: async () => ({ deliveries: true, watches: true }) },
    outbox: {
      async due() {
        if (isNamed) return [];
        isNamed = true;
        return [refused.delivery, ...deliveries];
      },
    },
    watches: { due: async () => [refused.watch, ...watches] },
  });
  await vi.waitFor(() => {
    const errands = seen.map((task) => (task.errand === 'deliver' ? task.delivery_id : task.errand));
    expect(errands).toEqual(expect.arrayContaining(deliveries.map(({ id }) => id)));
    const models = seen.flatMap((task) => (task.errand === 'watch' ? task.model_id : []));
    expect(models).toEqual(expect.arrayContaining(watches.map(({ modelId }) => modelId)));
  }, soonMs);
  await keeper.stop();
  await consumer.close();
});

describe('a keeper that is stopped ends its round', () => {
  const schedules: StoredSchedule[] = Array.from({ length: 30 }, () => ({
    ...{ id: newId('schedule'), name: null, kind: 'retrain', model_id: newId('model') },
    ...{ every: 'PT1S', cron: null, time_zone: 'UTC', enabled: true, revision: 1, last_run: null },
    ...{ next_run_at: null, created_at: '2026-01-01T00:00:00Z', changed_at: '2026-01-01T00:00:00Z' },
  }));
  const far = { revision: 1, nextMs: Date.now() };
  const gone = new Map(schedules.map(({ id }) => [id, { revision: 1, nextMs: 0 }]));

  /** Stops a keeper in its first call of a method. @returns the calls of this method until it has stopped */
  async function callsUntilStopped(
    method: 'plan' | 'unplan' | 'catchUp' | 'deliver',
    found: { enabled: StoredSchedule[]; planned: Awaited<ReturnType<BackgroundTaskQueue['planned']>> },
  ): Promise<number> {
    let calls = 0;
    const { promise: called, resolve } = Promise.withResolvers<void>();
    const keeper = keep({
      ticks: { enabled: async () => found.enabled },
      dueTasks: { any: async () => ({ deliveries: method === 'deliver', watches: false }) },
      outbox: {
        due: async (most) => Array.from({ length: most }, (_, i) => ({ id: String(i), attempt: 1 })),
      },
      backgroundTasks: {
        ...backgroundTasks,
        ...{ plan: async () => {}, catchUp: async () => {}, unplan: async () => {}, deliver: async () => {} },
        ...{ planned: async () => found.planned, ticking: async () => new Set<string>() },
        async [method]() {
          if (calls++ > 0) return;
          stopped = keeper.stop();
          resolve();
        },
      },
    });
    let stopped: Promise<void> | undefined;
    await called;
    await stopped;
    return calls;
  }

  test.each([
    ['plan', { enabled: schedules, planned: new Map() }, 1],
    ['unplan', { enabled: [], planned: gone }, 1],
    ['catchUp', { enabled: schedules, planned: new Map(schedules.map(({ id }) => [id, far])) }, 1],
    ['deliver', { enabled: [], planned: new Map() }, 10],
  ] as const)('while it calls %s', async (method, found, calls) => {
    expect(await callsUntilStopped(method, found as never)).toBe(calls);
  });
});
