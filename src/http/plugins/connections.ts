import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import fp from 'fastify-plugin';
import { limits } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';

interface ConnectionsOptions {
  /** Milliseconds that calls at work get when the service stops. */
  stopGraceMs: number;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts a request of a connection until its response is closed, unless others wait for their answers.
     *  @returns whether it counts */
    beginAlone(request: IncomingMessage, response: ServerResponse): boolean;
    /** Calls back when the whole requests of a connection are answered: at once if its last one has
     *  not arrived as a whole. */
    afterAnswers(socket: Socket, then: () => void): void;
  }
}

class Connection {
  readonly #socket: Socket;
  /** Requests that wait for their answers. */
  unanswered = 0;
  isEnding = false;
  #last: ServerResponse | null = null;
  #afterAnswers: (() => void) | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Counts a request until its response is closed. */
  begin(response: ServerResponse): void {
    this.unanswered++;
    this.#last = response;
    response.on('close', this.#onAnswered);
  }

  readonly #onAnswered = () => {
    if (--this.unanswered > 0) return;
    this.#last = null;
    this.#afterAnswers?.();
  };

  /** Ends the connection with the answers that are due. Their caller is told by a header, where it is not sent yet. */
  endWhenAnswered(): void {
    this.#afterAnswers ??= () => this.#socket.destroySoon();
    if (this.#last !== null) this.#last.shouldKeepAlive = false;
  }

  /** Calls back after the answers that are due. The answer to a request that does not arrive as a
   *  whole is not waited for. */
  afterAnswers(then: () => void): void {
    if (this.#last?.req.complete) this.#afterAnswers = then;
    else then();
  }

  /** Whether nothing moves because the service is at work: its caller has nothing to send, and nothing to read. */
  get waitsForService(): boolean {
    if (this.#last === null || this.#socket.writableLength > 0) return false;
    const { req: request } = this.#last;
    return request.complete || request.readableLength > 0; // what has arrived waits to be read
  }
}

/** Bounds the open connections of the process, so that they cannot take the files that it needs for its database. A
 *  connection beyond the bound is closed at once; then the idle ones are closed too, and the next caller finds room.
 *  Also bounds the requests of a connection that wait for their answers. A packet of 64 KB has more than a thousand
 *  requests, and their answers are held in memory until the caller reads them. The first request beyond the bound is
 *  refused, and the connection ends with its answer: to answer each of the others would hold up all other
 *  callers for half a second.
 *
 *  A connection on which nothing moves for the time of `connectionTimeout` is closed, unless the service is at work on
 *  its call. The bounds of databases, threads and requests end such a call.
 *
 *  When the service stops, connections without a call end at once. Others end with their
 *  answers, or after the grace. */
export const connectionsPlugin = fp(async (app, { stopGraceMs }: ConnectionsOptions) => {
  const { server } = app;
  server.maxConnections = limits.connectionsMax;
  server.on('drop', () => server.closeIdleConnections());

  const connections = new WeakMap<Socket, Connection>();
  const open = new Set<Socket>();
  let isStopping = false;
  let grace: NodeJS.Timeout | undefined;
  const forget = function (this: Socket) {
    open.delete(this);
  };
  server.on('connection', (socket: Socket) => {
    if (isStopping) return void socket.destroy();
    open.add(socket);
    socket.on('close', forget);
  });
  server.on('timeout', (socket: Socket) => {
    if (connections.get(socket)?.waitsForService) socket.setTimeout(server.timeout);
    else socket.destroy();
  });
  app.addHook('preClose', async () => {
    await new Promise(setImmediate); // requests that have arrived are read first
    isStopping = true;
    for (const socket of open) {
      const connection = connections.get(socket);
      if (connection === undefined || connection.unanswered === 0) socket.destroy();
      else connection.endWhenAnswered();
    }
    grace = setTimeout(() => {
      app.log.warn(
        { ms: stopGraceMs, connections: open.size },
        'calls did not end in time: they are cut off',
      );
      for (const socket of open) socket.destroy();
    }, stopGraceMs).unref();
  });
  app.addHook('onClose', async () => clearTimeout(grace));

  app.decorate('afterAnswers', (socket: Socket, then: () => void) => {
    const connection = connections.get(socket);
    if (connection === undefined) then();
    else connection.afterAnswers(then);
  });
  app.decorate('beginAlone', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const connection = connections.get(socket);
    if (connection === undefined || connection.isEnding || connection.unanswered > 0) return false;
    connection.begin(response);
    return true;
  });
  app.addHook('onRequest', ({ raw: { socket } }, reply, done) => {
    let connection = connections.get(socket);
    if (connection === undefined) {
      connection = new Connection(socket);
      connections.set(socket, connection);
    }
    if (connection.isEnding) return void reply.hijack();
    connection.begin(reply.raw);
    if (connection.unanswered <= limits.pipelinedRequestsMax) return done();
    connection.isEnding = true;
    done(
      new AppError('overloaded', {
        headers: { connection: 'close' },
        detail: `${connection.unanswered} requests of this connection wait for their answers; accepted: at most ${limits.pipelinedRequestsMax}. The connection ends with this answer. Send the others again after their answers, or on more connections.`,
      }),
    );
  });
});
