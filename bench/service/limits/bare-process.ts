/** Process with bare fastify routes: the most that the network and the framework allow. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import pg from 'pg';
import { answerParent } from '../own-process.ts';
import type { BareOptions, BareRoute, BareUrls } from './bare.ts';
import { schemaOf } from './sample-schema.ts';

const connectionsMax = 10;

answerParent(async ({ routes, databaseUrl, socketBytes = 0 }: BareOptions): Promise<BareUrls> => {
  const app = fastify({ bodyLimit: 64 * 1024 * 1024 });
  const insert = databaseUrl === undefined ? async () => {} : await openInsert(databaseUrl);
  for (const route of routes) addRoute(app, route, insert);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, socketUrl: await listenBare(socketBytes) };
});

function addRoute(app: FastifyInstance, route: BareRoute, insert: Insert): void {
  const { kind, method, path, status, answer, body, rows } = route;
  const handlers: Record<BareRoute['kind'], (reply: FastifyReply) => unknown> = {
    answer: (reply) => reply.code(status).send(answer),
    not_modified: (reply) => reply.code(304).header('etag', '"bare"').send(),
    bytes: (reply) => reply.type('text/csv').send(createReadStream(route.file as string)),
    two_rows: async (reply) => {
      await insert(rows as [string, string]);
      return reply.code(status).send(answer);
    },
  };
  app.route({
    method,
    url: path,
    schema: {
      ...(body === undefined ? {} : { body: schemaOf(body) }),
      ...(answer === undefined ? {} : { response: { [status]: schemaOf(answer) } }),
    },
    handler: (_, reply) => handlers[kind](reply),
  });
}

type Insert = (rows: [string, string]) => Promise<unknown>;

/** One statement that inserts two rows: fewer round trips are not possible. */
async function openInsert(databaseUrl: string): Promise<Insert> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connectionsMax });
  await pool.query('CREATE TABLE IF NOT EXISTS bench_rows (id uuid PRIMARY KEY, content text NOT NULL)');
  const text = 'INSERT INTO bench_rows VALUES ($1, $2), ($3, $4)';
  return ([one, other]) =>
    pool.query({ name: 'two_rows', text, values: [randomUUID(), one, randomUUID(), other] });
}

/** A socket that answers each piece of data with the same bytes: the time of the network alone. */
function listenBare(bytes: number): Promise<string> {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${bytes}\r\n\r\n`;
  const answer = Buffer.from(head + ' '.repeat(bytes));
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('data', () => socket.write(answer));
    socket.on('error', () => socket.destroy());
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}
