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

/** The part of the driver's connection that hands the bytes of a stream to its parser. */
interface DriverConnection {
  attachListeners(stream: Socket): void;
}

/** A client whose parser cannot end the process. The driver parses in a listener of its stream, where nobody catches an error. Here the error
 *  ends the connection, and the statement that waits on it fails with `UnreadableAnswer`. */
export class GuardedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const { connection } = this as unknown as { connection: DriverConnection };
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
