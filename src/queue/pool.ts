import pg from 'pg';

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

/** A connection that could not be made, said in the way that BullMQ knows: it then waits and tries again. Without
 *  this an absent unix socket (ENOENT) or a server that is starting up (57P03) makes its fetch loop spin. */
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
