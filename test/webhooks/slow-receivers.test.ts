import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { DeliveryResult } from '../../src/contracts/ports/index.ts';
import { type Address, createLookups, createWebhookSender } from '../../src/webhooks/index.ts';

const sender = createWebhookSender({ allow: ['127.0.0.0/8'], version: 'test' });
const message = { id: 'msg_1', tenant: 'acme', body: '{}' };

/** One delivery to a receiver of its own, which the test ends. */
async function deliver(receive: RequestListener): Promise<DeliveryResult> {
  const server = createServer(receive);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const result = await sender.send({ ...message, url, secret: sender.newSecret() });
  return result!;
}

test('a receiver that never answers, or whose answer never ends, holds an attempt for its bound and no longer', async () => {
  const timers: NodeJS.Timeout[] = [];
  onTestFinished(() => timers.forEach(clearInterval));
  const began = performance.now();
  const [silent, trickling] = await Promise.all([
    deliver(() => {}),
    deliver((_request, response) => {
      response.writeHead(200);
      timers.push(setInterval(() => response.write('.'), 100));
    }),
  ]);
  expect(performance.now() - began).toBeGreaterThan(9_000);
  expect(silent).toMatchObject({ isDelivered: false, responseStatus: null, error: expect.any(String) });
  expect(silent.error).toContain('no answer within 10 seconds');
  expect(trickling).toMatchObject({ isDelivered: true, responseStatus: 200 });
  expect(trickling.responseBody!.length).toBeLessThan(1_024);
});

test('an answer without an end is cut after its first 1,024 bytes, at once', async () => {
  const timers: NodeJS.Timeout[] = [];
  onTestFinished(() => timers.forEach(clearInterval));
  const { responseBody } = await deliver((_request, response) => {
    response.writeHead(500);
    timers.push(setInterval(() => response.write('x'.repeat(700)), 10));
  });
  expect(responseBody).toBe('x'.repeat(1_024));
});

test('a receiver that switches to another protocol, or cuts the connection, ends the attempt at once', async () => {
  const raw = (answer: string) =>
    deliver((request) => {
      request.socket.end(answer);
    });
  const began = performance.now();
  const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  const results = await Promise.all([upgrade, 'HTTP/1.1 103 Early Hints\r\n\r\n', ''].map(raw));
  expect(performance.now() - began).toBeLessThan(9_000);
  expect(results[0]).toEqual({
    ...{ isDelivered: false, responseStatus: 101, responseBody: '' },
    error: 'answered with status 101; accepted: 2xx',
  });
  for (const cut of results.slice(1))
    expect(cut).toMatchObject({ isDelivered: false, responseStatus: null, error: expect.any(String) });
});

test('an attempt begins when the names of other tenants are resolved, and does not fail for their sake', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const answers = new Map<string, (found: Address[]) => void>();
  const lookup = createLookups((host) => new Promise((resolve) => answers.set(host, resolve)));
  const answer = (host: string) => answers.get(host)!([{ address: '10.0.0.1', family: 4 }]);
  const waiting = createWebhookSender({ allow: [], version: 'test', lookup });
  const send = (tenant: string, host: string) =>
    waiting.send({ ...message, tenant, url: `http://${host}/`, secret: waiting.newSecret() });

  const dead = send('other', 'dead.example');
  const late = send('acme', 'late.example');
  await vi.advanceTimersByTimeAsync(25_000);
  expect((await dead)!.error).toContain('no answer within 10 seconds');
  answer('dead.example');
  await vi.advanceTimersByTimeAsync(9_000);
  answer('late.example'); // 34 s after its message, 9 s after the lookup began
  expect((await late)!.error).toContain('private network');

  const hung = lookup('hung.example', { tenant: 'third' });
  const unbegun = send('acme2', 'never.example');
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await unbegun).toBeNull();
  answer('hung.example');
  await hung;
});
