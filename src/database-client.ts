import type { Socket } from 'node:net';
import pg from 'pg';

/** The driver cannot read an answer, such as one with a value that is longer than a string of V8 may be. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';

  constructor(cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`The driver cannot read an answer of the database (${why}): its connection is closed.`, { cause });
  }
}

/** Parts of a client of the driver that its types lack. */
interface DriverClient {
  connection: {
    stream: Socket;
    /** Hands the bytes of a stream to the parser. */
    attachListeners(stream: Socket): void;
  };
  readyForQuery: boolean;
  processID: number | null;
}

function driverOf(client: pg.ClientBase): DriverClient {
  return client as unknown as DriverClient;
}

/** Socket of a client. It is there before the client connects. */
export function socketOf(client: pg.ClientBase): Socket {
  return driverOf(client).connection.stream;
}

/** Whether a statement of the client has no answer yet. */
export function isWaiting(client: pg.ClientBase): boolean {
  return !driverOf(client).readyForQuery;
}

/** The process that a cancel request for the session would name. Null before the server has told it. */
export function announcedProcessOf(client: pg.ClientBase): number | null {
  return driverOf(client).processID;
}

/** A client whose parser cannot end the process. The driver parses in a listener of its stream, where nobody catches an
 *  error. Here the error ends the connection, and the statement that waits on it fails with `UnreadableAnswer`. */
export class GuardedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const { connection } = driverOf(this);
    const attach = connection.attachListeners.bind(connection);
    connection.attachListeners = (stream) => {
      const { on } = stream;
      stream.on = ((event: string, listener: (...args: unknown[]) => void) =>
        Reflect.apply(on, stream, [
          event,
          event === 'data' ? guarded(stream, listener) : listener,
        ])) as typeof on;
      try {
        attach(stream);
      } finally {
        stream.on = on;
      }
    };
  }
}

function guarded(stream: Socket, listener: (...args: unknown[]) => void): (...args: unknown[]) => void {
  return (...args) => {
    if (stream.destroyed) return; // the parser is in the middle of an answer
    try {
      listener(...args);
    } catch (error) {
      stream.destroy(new UnreadableAnswer(error));
    }
  };
}
