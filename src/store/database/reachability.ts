import type pg from 'pg';
import { GuardedClient, socketOf } from '../../database-client.ts';
import { setUpSession } from '../../database-session.ts';
import { AppError } from '../../errors.ts';
import { UnorderedMembers } from '../../sharing/index.ts';

const pingEveryMs = 500;
/** A call that takes longer than this is worth a first question. Most are shorter, so a quiet process asks nothing. The
 *  first call asks at once: a connection that is opened only after a network has broken would find nothing wrong. */
const firstPingAfterMs = 50;
const tickMs = 100;
/** Ticks without a byte of an answer after which the database counts as unreachable: .8 s. A new connection takes
 *  several round trips, which together take longer where the database is far. */
const silentTicksMax = 8;
/** A later tick was not due to the database: this process did not run. */
const lateTickMs = 200;

/** Commits of the service's role that wait for a standby. One that waits was in an earlier answer too
 *  if its row is the same. */
const question = `SELECT pid || ' ' || query_start AS wait FROM pg_stat_activity WHERE usename = current_user AND wait_event = 'SyncRep'`;
/** Questions, one after the other, in which a commit waits for a standby before the standby counts as away: 2 s. */
const standbyWaitsMax = 4;

export interface Reachability {
  /** @throws AppError database_unavailable while the database does not answer */
  require(): void;
  /** The result of the call, or database_unavailable as soon as the database no longer answers. */
  while<T>(call: Promise<T>): Promise<T>;
  /** Whether the database has answered a question that was asked after `ms` of `performance.now()`. */
  hasAnsweredSince(ms: number): boolean;
  /** Whether commits wait for a synchronous standby that does not confirm them. */
  isStandbyAway(): boolean;
  /** A caller begins to use the database. */
  enter(): void;
  leave(): void;
  stop(): Promise<void>;
}

/** Asks the database twice a second, on a connection of its own, whether it answers, while it is in use or does not
 *  answer. A broken network gives no error for a quarter of an hour: without this, calls would wait that long.
 *  @param onLost called when the database stops answering; its connections are of no more use */
export function watchReachability(config: pg.ClientConfig, onLost: () => void): Reachability {
  /** The calls that wait for an answer. A race with one promise of the whole process would keep every
   *  call until it is lost. */
  const waiting = new UnorderedMembers<(error: AppError) => void>();
  let isLost = false;
  /** When the last question was asked that was answered. */
  let answeredFrom = Number.NEGATIVE_INFINITY;
  let isStopped = false;
  let users = 0;
  let isAsking = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  /** Questions in which each commit has waited for a standby, up to the last one. */
  let standbyWaits = new Map<string, number>();

  const ping = async () => {
    if (client === null) {
      const made = new GuardedClient(config);
      made.on('error', () => {});
      made.on('end', () => {
        if (client === made) client = null;
      });
      client = made;
      await made.connect();
      await setUpSession(made);
    }
    const { rows } = await client.query<{ wait: string }>(question);
    standbyWaits = new Map(rows.map(({ wait }) => [wait, 1 + (standbyWaits.get(wait) ?? 0)]));
  };
  const drop = () => {
    const dropped = client;
    client = null;
    void dropped?.end().catch(() => {});
    destroySocket(dropped);
  };
  const round = async () => {
    const askedAt = performance.now();
    const answer = await answerOf(ping(), () => heardOf(client));
    if (answer === 'answered') answeredFrom = askedAt;
    if (answer === 'silent' && !isLost) {
      isLost = true;
      for (const reject of waiting.drain()) reject(unreachable());
      onLost();
    }
    if (answer !== 'answered') drop();
    else isLost = false;
    askLater(pingEveryMs);
  };
  let rounds = Promise.resolve();
  const askLater = (ms: number) => {
    isAsking = !isStopped && (users > 0 || isLost);
    if (!isAsking) return;
    timer = setTimeout(() => {
      timer = undefined;
      rounds = round();
    }, ms).unref();
  };

  return {
    require() {
      if (isLost) throw unreachable();
    },
    async while(call) {
      this.require();
      return new Promise((resolve, reject) => {
        const leave = waiting.add(reject);
        call.then(resolve, reject).finally(leave);
      });
    },
    hasAnsweredSince: (ms) => answeredFrom >= ms,
    isStandbyAway: () => [...standbyWaits.values()].some((waits) => waits >= standbyWaitsMax),
    enter() {
      users++;
      if (!isAsking) askLater(client === null ? 0 : firstPingAfterMs);
    },
    leave() {
      users--;
      if (users === 0) standbyWaits.clear();
      if (users > 0 || isLost || timer === undefined) return;
      clearTimeout(timer); // a process that asks now and then does not wake once more for each answer
      timer = undefined;
      isAsking = false;
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      drop();
      await rounds;
    },
  };
}

/** Waits for an answer of the database.
 *  @param heard changes with everything that comes from the other end
 *  @returns `failed` is an error of the connection, which calls get too: they need no help */
export function answerOf(
  ping: Promise<unknown>,
  heard: () => number,
): Promise<'answered' | 'failed' | 'silent'> {
  return new Promise((resolve) => {
    let silentTicks = 0;
    let heardBefore = heard();
    let lastAt = performance.now();
    const ticks = setInterval(() => {
      const passed = performance.now() - lastAt;
      lastAt = performance.now();
      if (passed < lateTickMs) silentTicks += 1;
      if (heard() !== heardBefore) silentTicks = 0;
      heardBefore = heard();
      if (silentTicks < silentTicksMax) return;
      clearInterval(ticks);
      resolve('silent');
    }, tickMs);
    ticks.unref();
    ping.then(
      () => resolve('answered'),
      () => resolve('failed'),
    );
    ping.finally(() => clearInterval(ticks)).catch(() => {});
  });
}

/** Ends a connection whose other end does not answer. */
export function destroySocket(client: pg.ClientBase | null): void {
  if (client !== null) socketOf(client).destroy();
}

/** Grows when the other end accepts the connection, and with each byte that it sends. */
export function heardOf(client: pg.Client | null): number {
  if (client === null) return 0;
  const socket = socketOf(client);
  return socket.bytesRead + (socket.connecting ? 0 : 1);
}

function unreachable(): AppError {
  return new AppError('database_unavailable', {
    detail: 'The database does not answer; try again in a few seconds.',
  });
}
