/** Process with bare fastify routes: the most that the network and the framework allow. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import pg from 'pg';
import { answerParent } from '../own-process.ts';
import type { BareOptions, BareRoute } from './bare.ts';
import { schemaOf } from './sample-schema.ts';

const connectionsMax = 10;

answerParent(async ({ routes, databaseUrl }: BareOptions): Promise<string> => {
  const app = fastify({ bodyLimit: 64 * 1024 * 1024 });
  const insert = databaseUrl === undefined ? async () => {} : await openInsert(databaseUrl);
  for (const route of routes) addRoute(app, route, insert);
  return app.listen({ host: '127.0.0.1', port: 0 });
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
