import fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import { errorsPlugin } from '../../../src/http/plugins/errors.ts';
import { RequestLog } from '../../../src/http/routing/request-log.ts';

const app = fastify();

beforeAll(async () => {
  await app.register(errorsPlugin, { requestLog: new RequestLog(null) });
  app.get('/:code', (request, reply) => {
    const started = { location: '/v1/jobs/job_1', 'retry-after': '1', etag: '"a"', vary: 'accept' };
    const file = { 'content-encoding': 'gzip', 'content-range': 'bytes 0-1/9', 'last-modified': 'never' };
    reply.code(202).headers({ ...started, ...file });
    throw new AppError((request.params as { code: AppError['code'] }).code);
  });
});
afterAll(() => app.close());

test.each([
  ['internal', undefined],
  ['overloaded', 2],
] as const)('a problem has no headers of the answer that it replaces: %s', async (code, seconds) => {
  const { headers } = await app.inject(`/${code}`);
  expect(headers['content-type']).toContain('application/problem+json');
  expect(headers.vary).toBe('accept');
  expect(headers['retry-after']).toBe(seconds?.toString());
  for (const name of ['location', 'etag', 'content-encoding', 'content-range', 'last-modified'])
    expect(headers[name], name).toBeUndefined();
});
