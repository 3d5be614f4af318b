import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobKinds, jobStatuses } from '../../src/contracts/schemas/index.ts';
import { errorCatalog } from '../../src/errors.ts';
import { startApp, type TestApp } from '../support/app.ts';

let service: TestApp;
/** Scrapes that have begun, reads of the queue, what their answers wait for, and the error that they end with. */
const seen = { scrapes: 0, reads: 0, held: Promise.resolve(), error: null as Error | null };

beforeAll(async () => {
  service = await startApp({}, undefined, {
    changed: (store) => ({
      ...store,
      jobs: {
        ...store.jobs,
        async queueDepths() {
          seen.reads++;
          await seen.held;
          if (seen.error !== null) throw seen.error;
          return store.jobs.queueDepths();
        },
        workerLosses() {
          seen.scrapes++;
          return store.jobs.workerLosses();
        },
      },
    }),
  });
  await service.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => service.stop());

/** Lines of the metrics. */
async function metrics(): Promise<string[]> {
  return (await service.app.inject('/metrics')).body.split('\n');
}

test('the parts of /readyz are reported', async () => {
  const { parts } = (await service.app.inject('/readyz')).json();
  const lines = (await metrics()).filter((line) => line.startsWith('gatecast_ready{'));
  expect(lines).toEqual(parts.map((part: string) => `gatecast_ready{part="${part}"} 1`));
});

const ofQueue = (lines: string[]) => lines.filter((line) => /^gatecast_(queue_\w+|jobs)\{/.test(line));

/** Answers to scrapes at the same time: none is answered before all have begun. */
async function scrapedAtOnce(count: number): Promise<string[][]> {
  const { promise, resolve } = Promise.withResolvers<void>();
  Object.assign(seen, { scrapes: 0, reads: 0, held: promise });
  const answers = Array.from({ length: count }, metrics);
  await expect.poll(() => seen.scrapes).toBe(count);
  resolve();
  return Promise.all(answers);
}

test.each([1, 3])('%s scrapes at once share one read of the queue', async (count) => {
  for (const lines of await scrapedAtOnce(count))
    expect(ofQueue(lines)).toHaveLength(2 * jobKinds.length + jobStatuses.length);
  expect(seen.reads).toBe(1);
});

test('after a read of the queue that fails, its figures are missing, and then they are there again', async () => {
  const before = ofQueue(await metrics());
  seen.error = new Error('away');
  for (const lines of await scrapedAtOnce(2)) {
    expect(ofQueue(lines)).toEqual([]);
    expect(lines).toContain('gatecast_worker_losses_total{kind="train"} 0');
  }
  seen.error = null;
  expect(ofQueue(await metrics())).toEqual(before);
});

test('series that rules ask for are there before their first event', async () => {
  const lines = await metrics();
  for (const code of Object.keys(errorCatalog))
    expect(lines).toContain(`gatecast_http_rejections_total{code="${code}"} 0`);
  for (const from of ['model', 'fleet', 'dataset', 'request'])
    expect(lines).toContain(`gatecast_forecast_duration_seconds_count{from="${from}"} 0`);
  for (const kind of jobKinds) expect(lines).toContain(`gatecast_worker_losses_total{kind="${kind}"} 0`);
});

/** Sends bytes on a connection of their own. @returns everything that is answered */
async function sent(bytes: string): Promise<string> {
  const socket = connect((service.app.server.address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk));
  socket.on('error', () => {});
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}

const head = 'HTTP/1.1\r\nhost: localhost\r\n';
test.for([
  { code: 'headers_too_large', bytes: `GET /healthz ${head}x-filling: ${'x'.repeat(40_000)}\r\n\r\n` },
  { code: 'request_malformed', bytes: 'these bytes are not HTTP\r\n\r\n' },
  { code: 'request_malformed', bytes: `POST /v1/datasets ${head}transfer-encoding: chunked\r\n\r\nzz\r\n` },
  { code: 'url_malformed', bytes: `GET /v1/%zz ${head}connection: close\r\n\r\n` },
  { code: 'route_not_found', bytes: `GET /v9 ${head}connection: close\r\n\r\n` },
])('an answer with $code is counted once, and logged', async ({ code, bytes }) => {
  const count = async () => {
    const name = `gatecast_http_rejections_total{code="${code}"} `;
    return Number((await metrics()).find((line) => line.startsWith(name))?.slice(name.length));
  };
  const before = await count();
  const logged = service.logs.length;
  expect(await sent(bytes)).toContain(`"code":"${code}"`);
  await expect.poll(count).toBe(before + 1);
  expect(service.logs.slice(logged).filter((line) => line.code === code)).toHaveLength(1);
});
