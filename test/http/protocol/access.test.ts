import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../../support/app.ts';

const key = 'a-key-of-more-than-thirty-two-characters';
let service: TestApp;

describe('with a key, on a public address', () => {
  beforeAll(async () => {
    service = await startApp({ apiKey: key });
  });
  afterAll(() => service.stop());

  test('a call without the key, or with a wrong one, is a 401 problem that says how to send it', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { 'x-api-key': `${key}x` }]) {
      const answer = await service.app.inject({ url: '/v1/datasets', headers });
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('Bearer');
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json()).toMatchObject({ code: 'unauthorized', retryable: false });
    }
  });

  test('the key passes as a bearer token and as X-API-Key', async () => {
    for (const headers of [{ authorization: `Bearer ${key}` }, { 'x-api-key': key }]) {
      expect((await service.app.inject({ url: '/v1/datasets', headers })).statusCode).toBe(200);
    }
  });

  test('every call under /v1 needs the key', async () => {
    const { paths } = (await service.app.inject('/openapi.json')).json();
    for (const [path, methods] of Object.entries(paths as Record<string, object>)) {
      if (!path.startsWith('/v1/')) continue;
      for (const method of Object.keys(methods)) {
        const url = path.replaceAll(/\{\w+\}/g, 'x');
        const answer = await service.app.inject({ method: method.toUpperCase() as 'GET', url });
        expect(answer.statusCode, `${method} ${url}`).toBe(401);
      }
    }
  });

  test('metrics need the key too; health, the OpenAPI document and the docs do not', async () => {
    expect((await service.app.inject('/metrics')).statusCode).toBe(401);
    expect((await service.app.inject({ url: '/metrics', headers: { 'x-api-key': key } })).statusCode).toBe(
      200,
    );
    for (const url of ['/healthz', '/readyz', '/openapi.json', '/docs', '/problems/internal'])
      expect((await service.app.inject(url)).statusCode, url).toBe(200);
  });

  test('no key is in the log', () => {
    expect(service.logs.length).toBeGreaterThan(0);
    expect(JSON.stringify(service.logs)).not.toContain(key);
  });
});
