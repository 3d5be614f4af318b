import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import fp from 'fastify-plugin';
import { limits } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts a request of a connection until its response is closed, unless others wait for their answers. @returns whether it counts */
    beginAlone(request: IncomingMessage, response: ServerResponse): boolean;
  }
}

class Connection {
  /** Requests that wait for their answers. */
  unanswered = 0;
  isEnding = false;
  readonly onAnswered = () => {
    this.unanswered--;
  };
}

/** Bounds the open connections of the process, so that they cannot take the files that it needs for its database. A connection
 *  beyond the bound is closed at once; then the idle ones are closed too, and the next caller finds room.
 *  Also bounds the requests of a connection that wait for their answers. A packet of 64 KB has more than a thousand requests, and
 *  their answers are held in memory until the caller reads them. The first request beyond the bound is refused, and the
 *  connection ends with its answer: to answer each of the others would hold up all other callers for half a second. */
export const connectionsPlugin = fp(async (app) => {
  app.server.maxConnections = limits.connectionsMax;
  app.server.on('drop', () => app.server.closeIdleConnections());

  const connections = new WeakMap<Socket, Connection>();
  app.decorate('beginAlone', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const connection = connections.get(socket);
    if (connection === undefined || connection.isEnding || connection.unanswered > 0) return false;
    connection.unanswered++;
    response.on('close', connection.onAnswered);
    return true;
  });
  app.addHook('onRequest', ({ raw: { socket } }, reply, done) => {
    let connection = connections.get(socket);
    if (connection === undefined) {
      connection = new Connection();
      connections.set(socket, connection);
    }
    if (connection.isEnding) return void reply.hijack();
    const count = ++connection.unanswered;
    reply.raw.on('close', connection.onAnswered);
    if (count <= limits.pipelinedRequestsMax) return done();
    connection.isEnding = true;
    done(
      new AppError('overloaded', {
        headers: { connection: 'close' },
        detail: `${count} requests of this connection wait for their answers; accepted: at most ${limits.pipelinedRequestsMax}. The connection ends with this answer. Send the others again after their answers, or on more connections.`,
      }),
    );
  });
});
