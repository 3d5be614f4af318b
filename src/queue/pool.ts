import pg from 'pg';

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

/** Wraps a failed connection as ECONNREFUSED, for which BullMQ waits before it tries again. A missing unix socket
 *  (ENOENT) or a server that is starting (57P03) would make its fetch loop spin. See docs/decisions/0002. */
function asRefused(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  return Object.assign(new Error(`ECONNREFUSED: ${message}`, { cause: error }), { code: 'ECONNREFUSED' });
}

export class QueuePool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | undefined {
    if (callback === undefined) {
      return super.connect().catch((error: unknown) => {
        throw asRefused(error);
      });
    }
    super.connect((error, client, done) => callback(error ? asRefused(error) : undefined, client, done));
    return undefined;
  }
}
