import type pg from 'pg';
import type { JobFeed } from '../../contracts/ports/index.ts';
import { GuardedClient } from '../../database-client.ts';
import { setUpSession } from '../../database-session.ts';
import { createOutageLog, type OutageLines } from '../../outage-log.ts';
import { startPolling } from '../../polling.ts';
import { answerOf, destroySocket, heardOf } from '../database/reachability.ts';

const channel = 'gatecast_job_events';
/** How often subscribers are notified to read their job while events cannot be received. */
const pollMs = 1_000;
const reconnectMsMin = 200;
const reconnectMsMax = 5_000;
const connectWithinMs = 5_000;
/** Pause between questions whether the listening connection still answers. Nothing else is sent through it, and a proxy
 *  that hangs still answers the keep-alive of the system. */
const askEveryMs = 2_000;

/** Listens for the events of all jobs, with one connection per process. When the connection breaks or stops answering,
 *  the feed reconnects; until then subscribers are called once a second. Returns before it is connected. */
export function openJobFeed(url: string, options: { log: OutageLines; applicationName?: string }): JobFeed {
  const outage = createOutageLog(options.log, {
    failing: 'job events cannot be received; they are polled',
    again: 'job events are received again',
  });
  const calls = createOutageLog(options.log, {
    failing: 'a subscriber of job events failed',
    again: 'subscribers of job events work again',
  });
  const subscribers = new Map<string, Set<() => void>>();
  const observers = new Set<(jobId: string | null) => void>();
  let client: pg.Client | null = null;
  let isListening = false;
  let isClosed = false;
  let delayMs = reconnectMsMin;
  let retry: NodeJS.Timeout | undefined;

  const observe = (jobId: string | null) => {
    for (const changed of observers) changed(jobId);
  };
  const notify = (jobId: string) => {
    for (const changed of [...(subscribers.get(jobId) ?? [])]) changed();
  };
  const notifyAll = () => {
    for (const jobId of [...subscribers.keys()]) notify(jobId);
  };

  const connect = async () => {
    const connection = new GuardedClient({
      connectionString: url,
      application_name: options.applicationName ?? 'gatecast-feed',
      connectionTimeoutMillis: connectWithinMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
    });
    client = connection;
    connection.on('error', () => {}); // followed by `end`
    // A failed start may end the connection too: only the first of both connects again.
    let hasEnded = false;
    const reconnectOnce = () => {
      if (!hasEnded) reconnect();
      hasEnded = true;
    };
    connection.once('end', reconnectOnce);
    connection.on('notification', ({ payload }) => {
      if (payload === undefined) return;
      observe(payload);
      notify(payload);
    });
    try {
      await connection.connect();
      await answered(
        connection,
        setUpSession(connection).then(() => connection.query(`LISTEN ${channel}`)),
      );
      isListening = true;
      delayMs = reconnectMsMin;
      outage.works();
      observe(null); // events may have been missed before
      notifyAll();
    } catch (error) {
      outage.failed(error);
      await connection.end().catch(() => {});
      reconnectOnce();
    }
  };
  const reconnect = () => {
    isListening = false;
    if (isClosed) return;
    clearTimeout(retry);
    retry = setTimeout(connect, delayMs);
    delayMs = Math.min(2 * delayMs, reconnectMsMax);
  };
  const polling = startPolling({
    everyMs: pollMs,
    firstAfterMs: pollMs,
    async run() {
      if (!isListening) notifyAll();
      calls.works();
    },
    onError: calls.failed,
  });
  const asking = startPolling({
    everyMs: askEveryMs,
    firstAfterMs: askEveryMs,
    async run() {
      if (isListening && client !== null) await answered(client, client.query('SELECT 1'));
    },
    onError() {}, // the connection ends
  });
  void connect();

  return {
    subscribe(jobId, changed) {
      const callbacks = subscribers.get(jobId) ?? new Set();
      subscribers.set(jobId, callbacks.add(changed));
      return () => {
        callbacks.delete(changed);
        if (callbacks.size === 0 && subscribers.get(jobId) === callbacks) subscribers.delete(jobId);
      };
    },
    onChange(changed) {
      observers.add(changed);
      return () => {
        observers.delete(changed);
      };
    },
    get isListening() {
      return isListening;
    },
    async close() {
      isClosed = true;
      clearTimeout(retry);
      const stopped = Promise.all([polling.stop(), asking.stop()]);
      const ended = client?.end();
      destroySocket(client); // a server that hangs would not answer the goodbye, and nothing is lost
      await stopped;
      await ended?.catch(() => {});
    },
  };
}

/** Waits for a call, and ends its connection when the other end does not answer. @throws the error of the call */
async function answered(client: pg.Client, call: Promise<unknown>): Promise<void> {
  if ((await answerOf(call, () => heardOf(client))) === 'silent') destroySocket(client);
  await call;
}
