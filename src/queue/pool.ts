import pg from 'pg';
import { GuardedClient, isWaiting, socketOf } from '../database-client.ts';

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

/** Wraps a failed connection as ECONNREFUSED, for which BullMQ waits before it tries again. A missing unix socket
 *  (ENOENT) or a server that is starting (57P03) would make its fetch loop spin. See docs/decisions/0002. */
export function asRefused(error: unknown): Error {
  if ((error as { code?: unknown } | null)?.code === 'ECONNREFUSED') return error as Error;
  const message = error instanceof Error ? error.message : String(error);
  return Object.assign(new Error(`ECONNREFUSED: ${message}`, { cause: error }), { code: 'ECONNREFUSED' });
}

/** SQLSTATE of errors that end when the server is itself again: it is starting, is read-only or has too little of
 *  something, or another transaction was in the way, or the statement was stopped. Classes 08, 53 and 58 are
 *  connections, resources and the system. */
const passing = /^(08|53|57P|57014|58|25006|25P0[34]|40001|40P01|55P03)/;

/** Also while the transaction ids of the server are used up, which shares its SQLSTATE with faults of a statement. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  return passing.test(error.code ?? '') || error.routine === 'GetNewTransactionId';
}

/** Parts of the time after which a connection counts as broken. After the first part without traffic
 *  its other end is asked. */
const silencesMax = 2;

/** Ends a connection whose other end answers neither a statement nor a question for `msMax`. Every statement of a queue
 *  is short. Without this the fetch of a worker would wait for a lost answer, and a connection that listens
 *  would hear of no job. */
export function endWhenSilent(client: pg.ClientBase, msMax: number): void {
  const askAfterMs = msMax / silencesMax;
  const stream = socketOf(client);
  let [bytesRead, silences] = [stream.bytesRead, 0];
  stream.setTimeout(askAfterMs);
  stream.on('timeout', () => {
    silences = stream.bytesRead === bytesRead ? silences + 1 : 1;
    bytesRead = stream.bytesRead;
    if (silences >= silencesMax) return void stream.destroy();
    if (!isWaiting(client)) client.query('SELECT 1').catch(() => {});
    stream.setTimeout(askAfterMs); // without traffic it would not come again
  });
}

/** A queue writes all the time, and its connection that listens would stay with a standby, while others reach the
 *  server that writes. A session does not lose the right to write later: a server restarts to become a standby. */
async function requireWrites(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ transaction_read_only: string }>('SHOW transaction_read_only');
  if (rows[0].transaction_read_only === 'on')
    throw new Error('the server takes no writes: it is a standby, or its sessions are read-only');
}

/** Connections to a server that takes writes. */
export class QueuePool extends pg.Pool {
  readonly #clients = new Set<pg.ClientBase>();
  readonly #broken: WeakSet<pg.ClientBase>;

  constructor({ onConnect, ...config }: pg.PoolConfig) {
    const broken = new WeakSet<pg.ClientBase>();
    super({
      ...config,
      Client: GuardedClient,
      async onConnect(client) {
        client.on('error', () => broken.add(client));
        await requireWrites(client);
        await onConnect?.(client);
      },
    });
    this.#broken = broken;
    this.on('connect', (client) => {
      client.on('error', () => {}); // who uses it gets the error too. Without listeners it would end the process
      this.#clients.add(client);
      client.once('end', () => this.#clients.delete(client));
    });
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | undefined {
    const connecting = super.connect().then(
      (client) => this.#unbroken(client),
      (error: unknown) => {
        throw asRefused(error);
      },
    );
    if (callback === undefined) return connecting;
    connecting.then(
      (client) => callback(undefined, client, (destroy) => client.release(Boolean(destroy))),
      (error: Error) => callback(error, undefined, () => {}),
    );
    return undefined;
  }

  /** The pool hands out a session that has ended right after its first answer. Its error came before anybody listened,
   *  so BullMQ would keep a connection that listens and is dead. */
  #unbroken(client: pg.PoolClient): pg.PoolClient {
    if (!this.#broken.has(client)) return client;
    client.release(true);
    throw asRefused(new Error('the server has ended the session'));
  }

  /** BullMQ's fetch loop would also spin while the server refuses its statements. */
  override query(...call: unknown[]): never {
    const answer: unknown = Reflect.apply(super.query, this, call);
    if (!(answer instanceof Promise)) return answer as never;
    const refused = answer.catch((error: unknown) => {
      throw isPassing(error) ? asRefused(error) : error;
    });
    return refused as never;
  }

  /** Ends the pool without a wait: a server that hangs answers no statement, and workers that were left to themselves
   *  hold their connections. Close the queues first, then nobody needs an answer. */
  endAtOnce(): void {
    this.end().catch(() => {});
    for (const client of this.#clients) socketOf(client).destroy();
  }
}
