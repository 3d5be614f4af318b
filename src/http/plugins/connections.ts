import type { Socket } from 'node:net';
import fp from 'fastify-plugin';
import { limits } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';

/** Bounds the open connections of the process, so that they cannot take the files that it needs for its database. A connection
 *  beyond the bound is closed at once; then the idle ones are closed too, and the next caller finds room.
 *  Also bounds the requests of a connection that wait for their answers. A packet of 64 KB has more than a thousand requests, and
 *  their answers are held in memory until the caller reads them. */
export const connectionsPlugin = fp(async (app) => {
  app.server.maxConnections = limits.connectionsMax;
  app.server.on('drop', () => app.server.closeIdleConnections());

  const unanswered = new WeakMap<Socket, number>();
  app.addHook('onRequest', ({ raw: { socket } }, reply, done) => {
    const count = (unanswered.get(socket) ?? 0) + 1;
    unanswered.set(socket, count);
    reply.raw.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    if (count <= limits.pipelinedRequestsMax) return done();
    done(
      new AppError('overloaded', {
        detail: `${count} requests of this connection wait for their answers; accepted: at most ${limits.pipelinedRequestsMax}. Read the answers first, or use more connections.`,
      }),
    );
  });
});
