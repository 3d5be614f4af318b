import fp from 'fastify-plugin';
import { limits } from '../../contracts/schemas/index.ts';

/** Bounds the open connections of the process, so that they cannot take the files that it needs for its database. A connection
 *  beyond the bound is closed at once; then the idle ones are closed too, and the next caller finds room. */
export const connectionsPlugin = fp(async (app) => {
  app.server.maxConnections = limits.connectionsMax;
  app.server.on('drop', () => app.server.closeIdleConnections());
});
