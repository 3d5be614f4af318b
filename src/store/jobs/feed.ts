import pg from 'pg';
import type { JobFeed } from '../../contracts/ports/index.ts';

const channel = 'gatecast_job_events';
/** While events cannot be heard, subscribers are asked to look this often. */
const pollMs = 1_000;
const reconnectMsMin = 200;
const reconnectMsMax = 5_000;
const connectWithinMs = 5_000;

/** One connection of this process listens for the events of all jobs. It is made again when it breaks; meanwhile
 *  subscribers poll. Connects in the background. */
export function openJobFeed(url: string, options: { log: FeedLog; applicationName?: string }): JobFeed {
  const subscribers = new Map<string, Set<() => void>>();
  let client: pg.Client | null = null;
  let isHearing = false;
  let isClosed = false;
  let delayMs = reconnectMsMin;
  let retry: NodeJS.Timeout | undefined;

  const tell = (jobId: string) => {
    for (const changed of [...(subscribers.get(jobId) ?? [])]) changed();
  };
  const tellAll = () => {
    for (const jobId of [...subscribers.keys()]) tell(jobId);
  };

  const connect = async () => {
    const connection = new pg.Client({
      connectionString: url,
      application_name: options.applicationName ?? 'gatecast-feed',
      connectionTimeoutMillis: connectWithinMs,
      keepAlive: true,
    });
    client = connection;
    connection.on('error', () => {}); // it ends as well
    connection.once('end', reconnect);
    connection.on('notification', ({ payload }) => {
      if (payload !== undefined) tell(payload);
    });
    try {
      await connection.connect();
      await connection.query(`LISTEN ${channel}`);
      isHearing = true;
      delayMs = reconnectMsMin;
      tellAll(); // of what was missed before
    } catch (error) {
      options.log.warn({ err: error }, 'job events cannot be heard; they are polled');
      await connection.end().catch(() => {});
      reconnect();
    }
  };
  const reconnect = () => {
    isHearing = false;
    if (isClosed) return;
    clearTimeout(retry);
    retry = setTimeout(connect, delayMs);
    delayMs = Math.min(2 * delayMs, reconnectMsMax);
  };
  const poll = setInterval(() => {
    if (!isHearing) tellAll();
  }, pollMs);
  void connect();

  return {
    subscribe(jobId, changed) {
      const own = subscribers.get(jobId) ?? new Set();
      subscribers.set(jobId, own.add(changed));
      return () => {
        own.delete(changed);
        if (own.size === 0 && subscribers.get(jobId) === own) subscribers.delete(jobId);
      };
    },
    async close() {
      isClosed = true;
      clearTimeout(retry);
      clearInterval(poll);
      await client?.end().catch(() => {});
    },
  };
}

export interface FeedLog {
  warn(fields: object, message: string): void;
}
