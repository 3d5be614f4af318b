import { sql } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { newId } from '../../src/contracts/schemas/index.ts';
import { AppError } from '../../src/errors.ts';
import { openDatabase, openStore } from '../../src/store/index.ts';
import { type BackgroundTaskDeps, handleBackgroundTask } from '../../workers/background-tasks.ts';
import { createPastOutages } from '../../workers/outages.ts';
import { createTestDatabase } from '../support/postgres.ts';

test('a tick waits as long as the database is away, and further ticks of its schedule end meanwhile', async () => {
  const database = await createTestDatabase();
  const store = await openStore(database.url, { poolMax: 1 });
  const { signal: stopping } = new AbortController();
  const deps = {
    log: pino({ level: 'silent' }),
    ticks: store.ticks,
    pastOutages: createPastOutages(),
    stopping,
  };
  const tick = { errand: 'tick', schedule_id: newId('schedule'), revision: 1 } as const;
  const handle = (task: Parameters<typeof handleBackgroundTask>[1], id: string) =>
    handleBackgroundTask(deps as unknown as BackgroundTaskDeps, task, id, false);

  expect(await handle(tick, 'tick-1')).toBe('ended'); // there is no such schedule
  await database.drop();
  for (let tries = 0; tries < 7; tries++)
    expect(await handle(tick, 'tick-1')).toMatchObject({ outage: { code: 'database_unavailable' } });
  expect(await handle(tick, 'tick-2')).toBe('skipped');
  expect(await handle({ ...tick, schedule_id: newId('schedule') }, 'tick-3')).toHaveProperty('outage');
  await store.close();
});

test('a full disk is waited for, and another error is thrown', async () => {
  const pastOutages = createPastOutages();
  const task = { id: 'tick-1', subject: 'schedule' };
  const failing = (error: Error) =>
    pastOutages(task, async () => {
      throw error;
    });
  const full = new AppError('storage_full', { detail: 'no room' });
  expect(await failing(full)).toEqual({ outage: full });
  await expect(failing(new Error('a bug'))).rejects.toThrow('a bug');
});

test('a statement that takes too long is no outage: it would again', async () => {
  const store = await createTestDatabase();
  const db = openDatabase(store.url, { poolMax: 1, statementMsMax: 50 });
  onTestFinished(async () => {
    await db.destroy();
    await store.drop();
  });
  const slow = async () => {
    await sql`SELECT pg_sleep(10)`.execute(db);
    return 'ended' as const;
  };
  await expect(createPastOutages()({ id: 'tick-1', subject: 's' }, slow)).rejects.toThrow('took too long');
});

test('two processes that have deferred a task of a schedule each do not end both', async () => {
  const [one, other] = [createPastOutages(), createPastOutages()];
  let isAway = true;
  const handledBy = (pastOutages: typeof one, id: string) =>
    pastOutages({ id, subject: 's' }, async () => {
      if (isAway) throw new AppError('database_unavailable', { detail: 'away' });
      return 'ended';
    });
  for (const [process, id] of [
    [one, 'tick-1'],
    [other, 'tick-2'],
    [other, 'tick-1'],
  ] as const)
    expect(await handledBy(process, id)).toHaveProperty('outage');
  expect(await handledBy(one, 'tick-2')).toBe('skipped');
  isAway = false;
  expect(await handledBy(one, 'tick-1')).toBe('ended');
  expect(await handledBy(one, 'tick-3')).toBe('ended');
});

test('tasks of a subject are in the order of their numbers', async () => {
  const pastOutages = createPastOutages();
  const away = async () => {
    throw new AppError('database_unavailable', { detail: 'away' });
  };
  expect(await pastOutages({ id: 'tick-9', subject: 's' }, away)).toHaveProperty('outage');
  expect(await pastOutages({ id: 'tick-10', subject: 's' }, away)).toBe('skipped');
  expect(await pastOutages({ id: 'tick-8', subject: 's' }, away)).toHaveProperty('outage');
});

/** A webhook post whose row another session locks while the receiver answers. */
async function lockedPost() {
  const database = await createTestDatabase();
  const store = await openStore(database.url, { poolMax: 4, lockMsMax: 20 });
  const other = new pg.Client(database.url);
  await other.connect();
  onTestFinished(async () => {
    await Promise.all([store.close(), other.end()]);
    await database.drop();
  });
  const { id } = await store.webhooks.create('acme', {
    ...{ url: 'https://hooks.example/one', secret: 'whsec_1', description: '', enabled: true },
    events: ['model.ready'],
  });
  await other.query(
    "INSERT INTO webhook_deliveries (id, webhook_id, tenant_id, event, body) VALUES ($1, $2, 'acme', 'model.ready', '{}')",
    [newId('delivery'), id],
  );
  const [due] = await store.outbox.due(1);
  const leaving = new AbortController();
  const posts: string[] = [];
  let failures = 0;
  let onFailure = async () => {};
  const deps = {
    ...{ log: pino({ level: 'silent' }), outbox: store.outbox, leaving: leaving.signal },
    stopping: new AbortController().signal,
    ...{ lostSecret: { isTold: true }, metrics: { attempted() {} } },
    resultLog: {
      failed() {
        failures++;
        void onFailure();
      },
      works() {},
    },
    async send({ id }: { id: string }) {
      posts.push(id);
      await other.query('BEGIN; SELECT FROM webhook_deliveries FOR UPDATE');
      return { isDelivered: true, responseStatus: 200, responseBody: '', error: null };
    },
  };
  const task = { errand: 'deliver', delivery_id: due.id, attempt: due.attempt } as const;
  return {
    ...{ posts, leaving },
    failures: () => failures,
    onFailure: (then: typeof onFailure) => {
      onFailure = then;
    },
    release: () => other.query('COMMIT'),
    handle: () => handleBackgroundTask(deps as unknown as BackgroundTaskDeps, task, 'task-1', false),
    status: async () => (await other.query('SELECT status FROM webhook_deliveries')).rows[0].status,
  };
}

test('a post whose result cannot be stored at once is not posted again', async () => {
  const post = await lockedPost();
  post.onFailure(async () => {
    if (post.failures() === 2) await post.release();
  });
  expect(await post.handle()).toBe('ended');
  expect(post.failures()).toBeGreaterThanOrEqual(2);
  expect(post.posts).toHaveLength(1);
  expect(await post.status()).toBe('delivered');
});

test('a worker that stops leaves a result that it cannot store, and the queue does not repeat the post', async () => {
  const post = await lockedPost();
  post.onFailure(async () => post.leaving.abort());
  expect(await post.handle()).toBe('skipped');
  await post.release();
  expect(post.posts).toHaveLength(1);
  expect(await post.status()).toBe('pending');
});
