import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase, openJobFeed } from '../../src/store/index.ts';
import { postgresSocket, postgresThrough, startProxy } from '../support/proxy.ts';
import { soonMs } from '../support/soon.ts';
import { createTraining, useStore } from './samples.ts';

const used = useStore();
const log = { warn: () => {}, info: () => {} };

test('a subscriber is notified of events of its own job, until it unsubscribes', async () => {
  const [one, other] = [await createTraining(used.store), await createTraining(used.store)];
  const feed = openJobFeed(used.url, { log });
  const changed = vi.fn();
  const leave = feed.subscribe(one.job.id, changed);
  await vi.waitFor(() => expect(feed.isListening).toBe(true), soonMs); // until then it is called each second
  expect(changed).toHaveBeenCalled();
  changed.mockClear();
  await used.store.jobs.cancel('acme', other.job.id);
  await used.store.jobs.cancel('acme', one.job.id);
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1), soonMs);
  leave();
  await used.store.jobs.retry('acme', one.job.id);
  await sleep(200);
  expect(changed).toHaveBeenCalledTimes(1);
  await feed.close();
});

test('a feed whose connection breaks listens again, and notifies subscribers, who may have missed events', async () => {
  const { job } = await createTraining(used.store);
  const feed = openJobFeed(used.url, { log, applicationName: 'broken-feed' });
  const changed = vi.fn();
  feed.subscribe(job.id, changed);
  await vi.waitFor(() => expect(feed.isListening).toBe(true), soonMs);
  const db = openDatabase(used.url, { poolMax: 1 });
  const end = sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'broken-feed'`;
  changed.mockClear();
  await end.execute(db);
  await vi.waitFor(() => expect(changed).toHaveBeenCalled(), soonMs);
  changed.mockClear();
  await used.store.jobs.cancel('acme', job.id);
  await vi.waitFor(() => expect(changed).toHaveBeenCalled(), soonMs);
  await feed.close();
  await db.destroy();
});

test('a feed whose connection no longer answers, behind a proxy that hangs, listens on a new one', async () => {
  const proxy = await startProxy(postgresSocket(used.url));
  onTestFinished(() => proxy.close());
  const feed = openJobFeed(postgresThrough(proxy, used.url), { log });
  onTestFinished(() => feed.close());
  await vi.waitFor(() => expect(feed.isListening).toBe(true), soonMs);
  const changed = vi.fn();
  feed.onChange(changed);
  proxy.lose();
  await vi.waitFor(() => expect(changed).toHaveBeenCalledWith(null), soonMs); // it listens again
});

test('a feed keeps its session although idle ones are ended', async () => {
  const admin = new pg.Client(used.superuserUrl);
  await admin.connect();
  onTestFinished(() => admin.end());
  const alter = (change: string) =>
    admin.query(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I ${change}', current_database()); END $$`);
  await alter('SET idle_session_timeout = 300');
  onTestFinished(() => alter('RESET idle_session_timeout').then(() => {}));
  const applicationName = 'kept-feed';
  const feed = openJobFeed(used.url, { log, applicationName });
  onTestFinished(() => feed.close());
  await vi.waitFor(() => expect(feed.isListening).toBe(true), soonMs);
  const session = async () =>
    (await admin.query('SELECT pid FROM pg_stat_activity WHERE application_name = $1', [applicationName]))
      .rows;
  const first = await session();
  expect(first).toHaveLength(1);
  await sleep(1_000);
  expect(await session()).toEqual(first);
});

test('subscribers are notified regularly while no events can be received', async () => {
  const feed = openJobFeed('postgres://nobody@127.0.0.1:1/none', { log });
  const changed = vi.fn();
  feed.subscribe('job_x', changed);
  await vi.waitFor(() => expect(changed.mock.calls.length).toBeGreaterThanOrEqual(2), {
    timeout: soonMs,
    interval: 100,
  });
  await feed.close();
});

test('the pause before a feed connects again doubles once with each failure', async () => {
  const timeouts = vi.spyOn(globalThis, 'setTimeout');
  onTestFinished(() => timeouts.mockRestore());
  const pauses = () => timeouts.mock.calls.filter(([run]) => run.name === 'connect').map(([, ms]) => ms);
  const third = Promise.withResolvers<unknown>();
  let connections = 0;
  const server = createServer((socket) => {
    if (++connections === 3) third.resolve(pauses());
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const feed = openJobFeed(`postgres://nobody@127.0.0.1:${port}/none`, { log });
  expect(await third.promise).toEqual([200, 400]);
  await feed.close();
});

test('a feed is closed at once although the server hangs', async () => {
  const proxy = await startProxy(postgresSocket(used.url));
  onTestFinished(() => proxy.close());
  const feed = openJobFeed(postgresThrough(proxy, used.url), { log });
  await vi.waitFor(() => expect(feed.isListening).toBe(true), soonMs);
  proxy.cut();
  const closed = feed.close().then(() => 'closed');
  await expect(Promise.race([closed, sleep(soonMs, 'open')])).resolves.toBe('closed');
});
