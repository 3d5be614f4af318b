import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../src/contracts/schemas/index.ts';
import { startApp, type TestApp } from '../../support/app.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatecast-dashboard-files-'));
const page = '<!doctype html><title>Gatecast</title>';
const script = `console.log('${'x'.repeat(4_000)}')`;
let withKey: TestApp;
let off: TestApp;

beforeAll(async () => {
  withKey = await startApp({ apiKey: 'k'.repeat(32), dashboard: folder, allowedHosts: ['gate.example'] });
  off = await startApp();
});
afterAll(async () => {
  await withKey.stop();
  await off.stop();
  rmSync(folder, { recursive: true });
});

function build() {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  for (const [name, text] of [
    ['index.html', page],
    ['assets/index-abc.js', script],
  ]) {
    writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(text));
  }
  writeFileSync(join(folder, 'manifest.json'), '{}');
}

test('a dashboard that is not built says how to build it, and is served as soon as it is', async () => {
  const missing = await withKey.app.inject({ url: '/' });
  expect(missing.statusCode).toBe(503);
  expect(missing.headers['content-type']).toContain('text/html');
  expect(missing.headers['cache-control']).toBe('no-store');
  expect(missing.body).toContain('npm run build:dashboard');
  build();
  expect((await withKey.app.inject({ url: '/' })).body).toBe(page);
  expect((await withKey.app.inject({ url: '/' })).body).toBe(page);
  writeFileSync(join(folder, 'index.html'), `${page}<p>of a new build`);
  expect((await withKey.app.inject({ url: '/' })).body).toBe(`${page}<p>of a new build`);
  build();
});

test('pages need no key, and have a strict policy and a tag', async () => {
  for (const url of ['/', '/app', '/app/models/mdl_1?tab=loss', '/app/a/b/c']) {
    const { statusCode, headers, body } = await withKey.app.inject({ url });
    expect(statusCode, url).toBe(200);
    expect(body).toBe(page);
    expect(headers['cache-control']).toBe('no-cache');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self';");
    expect(policy).not.toContain('unsafe');
    const again = await withKey.app.inject({ url, headers: { 'if-none-match': String(headers.etag) } });
    expect(again.statusCode, url).toBe(304);
  }
  expect((await withKey.app.inject({ url: '/v1/models' })).statusCode).toBe(401);
});

test('files with a hash are cached for a year, and were compressed before', async () => {
  const url = '/app/assets/index-abc.js';
  const plain = await withKey.app.inject({ url });
  expect(plain.body).toBe(script);
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(plain.headers['content-type']).toContain('javascript');
  for (const [encoding, bytes] of [
    ['br', brotliCompressSync(script)],
    ['gzip', gzipSync(script)],
  ] as const) {
    const { headers, rawPayload } = await withKey.app.inject({
      url,
      headers: { 'accept-encoding': encoding },
    });
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers.vary?.toString().toLowerCase()).toContain('accept-encoding');
    expect(rawPayload.equals(bytes)).toBe(true);
  }
});

test('nothing beside the page and its assets is served', async () => {
  for (const url of [
    ...['/app/assets/none.js', '/app/assets/index.html'],
    ...['/app/assets/..%2fmanifest.json', '/app/assets/%2e%2e%2f%2e%2e%2fpackage.json', '/app/assets/'],
  ]) {
    const { statusCode, body } = await withKey.app.inject({ url });
    expect([400, 403, 404], `${url} ${body}`).toContain(statusCode);
    expect(body).not.toBe('{}');
  }
});

test('pages of other origins may not read it, and it is not in the document', async () => {
  const foreign = { host: 'evil.example' };
  expect((await withKey.app.inject({ url: '/', headers: foreign })).statusCode).toBe(421);
  const framed = await withKey.app.inject({
    url: '/',
    headers: { host: 'gate.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
  });
  expect(framed.statusCode).toBe(403);
  const { paths } = (await withKey.app.inject({ url: '/openapi.json' })).json();
  expect(Object.keys(paths).filter((path) => path === '/' || path.startsWith('/app'))).toEqual([]);
});

test('without the dashboard GET / is a problem', async () => {
  const { statusCode, headers } = await off.app.inject({ url: '/' });
  expect(statusCode).toBe(404);
  expect(headers['content-type']).toContain('application/problem+json');
});

/** Files of this process whose path ends so. */
function openFiles(end: string): number {
  const linkOf = (name: string) => {
    try {
      return readlinkSync(join('/proc/self/fd', name));
    } catch {
      return ''; // closed meanwhile
    }
  };
  return readdirSync('/proc/self/fd').filter((name) => linkOf(name).endsWith(end)).length;
}

test.runIf(process.platform === 'linux')(
  'callers who read nothing hold no file: of the docs, the pages and their scripts',
  async () => {
    const service = await startApp({ dashboard: folder });
    // More than the buffers of sockets take.
    for (const name of ['index.html', 'assets/large.js'])
      writeFileSync(join(folder, name), Buffer.alloc(2 ** 21, ' '));
    const { port } = new URL(await service.app.listen({ host: '127.0.0.1', port: 0 }));
    let arrived = 0;
    service.app.server.on('request', () => arrived++);
    const paths = ['/docs/static/swagger-ui-bundle.js', '/app/assets/large.js', '/'];
    const parts = ['', 'range: bytes=0-1000000\r\n'];
    const sockets = paths.flatMap((path) =>
      parts.map((part) => {
        const socket = connect(Number(port), '127.0.0.1').pause();
        socket.write(
          `GET ${path} HTTP/1.1\r\nhost: localhost\r\n${part}\r\n`.repeat(limits.pipelinedRequestsMax),
        );
        return socket;
      }),
    );
    await expect.poll(() => arrived).toBe(sockets.length * limits.pipelinedRequestsMax);
    for (const end of ['swagger-ui-bundle.js', 'large.js', 'index.html'])
      await expect.poll(() => openFiles(end), { message: end }).toBe(0);
    for (const socket of sockets) socket.destroy();
    await service.stop();
  },
);
