import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { trace } from '@opentelemetry/api';
import pg from 'pg';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { onceDatabaseAnswers } from '../../src/processes/database-wait.ts';
import { traceIf } from '../../src/processes/trace-if.ts';
import { createTestDatabase, waitingSessions } from '../support/postgres.ts';
import { startApi } from '../support/processes.ts';
import { childrenOf, isAlive } from './proc-files.ts';

const wait = { timeout: 120_000, interval: 50 };

function started(args: string[], environment: NodeJS.ProcessEnv = {}) {
  const { NODE_OPTIONS: _, npm_lifecycle_event: __, ...inherited } = process.env;
  const child = spawn(process.execPath, args, { env: { ...inherited, LOG_LEVEL: 'info', ...environment } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return { child, output: () => output, ended: once(child, 'exit') };
}

const fixture = fileURLToPath(new URL('./process-that-stops.ts', import.meta.url));

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'a %s during the start ends a process without a fault',
  async (signal) => {
    const { child, output, ended } = started([fixture, 'starting']);
    await vi.waitFor(() => expect(output()).toContain('up'), wait);
    child.kill(signal);
    expect(await ended).toEqual([0, null]);
  },
);

test.each([
  ['SIGTERM', 'SIGTERM'],
  ['SIGINT', 'SIGTERM'],
  ['SIGHUP', 'SIGTERM'],
] as const)('after %s a process ends in order, although a %s follows', async (first, second) => {
  const { child, output, ended } = started([fixture, 'ready']);
  await vi.waitFor(() => expect(output()).toContain('up'), wait);
  child.kill(first);
  await vi.waitFor(() => expect(output()).toContain('stopping'), wait);
  child.kill(second);
  child.stdin.write('end\n');
  expect(await ended).toEqual([0, null]);
  expect(output()).toContain('stopped');
});

test('a SIGTERM that comes while a process becomes ready is not lost', async () => {
  const { child, output, ended } = started([fixture, 'signalled']);
  await vi.waitFor(() => expect(output()).toContain('stopping'), wait);
  child.stdin.write('end\n');
  expect(await ended).toEqual([0, null]);
});

test('a second SIGINT ends a process that still stops', async () => {
  const { child, output, ended } = started([fixture, 'ready']);
  await vi.waitFor(() => expect(output()).toContain('up'), wait);
  child.kill('SIGINT');
  await vi.waitFor(() => expect(output()).toContain('stopping'), wait);
  child.kill('SIGINT');
  expect(await ended).toEqual([null, 'SIGINT']);
});

test('a process that cannot stop says so before it kills itself', async () => {
  const { child, output, ended } = started([fixture, 'stuck']);
  await vi.waitFor(() => expect(output()).toContain('up'), wait);
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  expect(await ended).toEqual([null, 'SIGKILL']);
  await closed;
  expect(output()).toContain('stopping took too long: the process kills itself');
});

test('the end of its parent ends a process that still stops', async () => {
  const child = fork(fixture, ['ready'], { stdio: ['pipe', 'pipe', 'inherit', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout!.on('data', (chunk) => (output += chunk));
  const ended = once(child, 'exit');
  await vi.waitFor(() => expect(output).toContain('up'), wait);
  child.kill('SIGTERM');
  await vi.waitFor(() => expect(output).toContain('stopping'), wait);
  child.disconnect();
  expect(await ended).toEqual([null, 'SIGKILL']);
});

test('a process whose parent ends just before it is ready ends without a fault', async () => {
  const child = fork(fixture, ['left'], { stdio: ['pipe', 'pipe', 'pipe', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (output += chunk));
  const ended = once(child, 'exit');
  await vi.waitFor(() => expect(output).toContain('up'), wait);
  const disconnected = once(child, 'disconnect');
  child.disconnect();
  await disconnected;
  child.stdin!.write('end\n');
  expect(await ended, output).toEqual([0, null]);
});

test('a service that is asked to end before its worker is ready ends in order', async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const hold = `if (process.argv[1]?.endsWith('worker.ts')) await new Promise(() => setInterval(() => {}, 1_000));`;
  const { child, output } = started(['src/processes/start.ts'], {
    ...{ PORT: '0', DATABASE_URL: database.url },
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hold)}`,
  });
  const closed = once(child, 'close');
  await vi.waitFor(() => expect(output()).toContain('Server listening'), wait);
  child.kill('SIGTERM');
  expect(await closed).toEqual([0, null]);
  expect(output()).toMatch(/"process":"api".*"stopped"[\s\S]*"process":"service".*"stopped"/);
});

test('a service that is killed while it waits for its database leaves no process behind', async () => {
  const { child, output } = started(['src/processes/start.ts'], {
    PORT: '0',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
  });
  await vi.waitFor(() => expect(output()).toMatch(/"process":"api".*the process waits for it/), wait);
  const children = childrenOf(child.pid!);
  expect(children.length).toBe(1); // the worker starts when the API is ready
  onTestFinished(() => {
    for (const pid of children.filter(isAlive)) process.kill(pid, 'SIGKILL');
  });
  child.kill('SIGKILL');
  await vi.waitFor(() => expect(children.filter(isAlive)).toEqual([]), { ...wait, timeout: 120_000 });
});

test('a start of two parts that wait for a database that neither answers nor refuses is logged once a minute', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const { promise, resolve } = Promise.withResolvers<string>();
  const wait = () => onceDatabaseAnswers(log, 'DATABASE_URL', () => promise);
  const opened = Promise.all([wait(), wait()]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('has not answered for 5 s');
  expect(lines[0]).toContain('all connections are taken: a pooler, such as PgBouncer');
  await vi.advanceTimersByTimeAsync(120_000);
  expect(lines.map((line) => JSON.parse(line).seconds)).toEqual([5, 65, 125]);
  resolve('open');
  expect(await opened).toEqual(['open', 'open']);
});

test('a process ends although the collector of its spans hangs', async () => {
  const sockets: Socket[] = [];
  const collector = createServer((socket) => void sockets.push(socket.on('error', () => {})));
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    collector.close();
  });
  const { port } = collector.address() as AddressInfo;
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `http://127.0.0.1:${port}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const tracing = await traceIf(readConfig(), 'test', '1', pino({ enabled: false }));
  trace.getTracer('test').startSpan('one').end();
  const stopped = tracing.stop().then(() => 'stopped');
  await expect(Promise.race([stopped, sleep(7_000, 'exporting')])).resolves.toBe('stopped');
  expect(sockets.length).toBe(1);
});

/** Far more bytes than the buffers of a connection hold. */
const largeRows = 400_000;

const hour = (i: number) => new Date(Date.UTC(1980, 0, 1) + i * 3_600_000).toISOString();

function hourlyCsv(rows: number): string {
  const row = (_: unknown, i: number) => `${hour(i)},${i % 977}.${i % 89}`;
  return `time,y\n${Array.from({ length: rows }, row).join('\n')}\n`;
}

test('an API ends with code 0 although connections are open: at once where no call is at work, after a grace elsewhere', async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const api = await startApi({ DATABASE_URL: database.url });
  onTestFinished(() => api.kill('SIGKILL'));
  const { hostname, port } = new URL(api.url);
  const uploaded = await fetch(`${api.url}/v1/datasets`, {
    ...{ method: 'POST', headers: { 'content-type': 'text/csv' }, body: hourlyCsv(largeRows) },
  });
  const { id } = (await uploaded.json()) as { id: string };

  const closed: string[] = [];
  const opened = (name: string, head: string): Socket => {
    const socket = connect(Number(port), hostname).on('error', () => {});
    socket.on('close', () => closed.push(name));
    onTestFinished(() => void socket.destroy());
    socket.write(`${head}\r\nhost: ${hostname}\r\n`);
    return socket;
  };
  const silent = connect(Number(port), hostname).on('error', () => {});
  silent.on('close', () => closed.push('silent'));
  onTestFinished(() => void silent.destroy());
  opened('half a head', 'GET /healthz HTTP/1.1');
  const idle = opened('idle', 'GET /healthz HTTP/1.1');
  idle.write('\r\n');
  expect(String(await once(idle, 'data'))).toContain('HTTP/1.1 200');
  idle.resume();
  const holder = new pg.Client(database.url);
  await holder.connect();
  onTestFinished(() => holder.end());
  await holder.query('BEGIN');
  await holder.query('SELECT FROM datasets WHERE id = $1 FOR UPDATE', [id]);
  const append = opened('append', `POST /v1/datasets/${id}/observations HTTP/1.1`);
  const body = JSON.stringify({ series: [{ id: 'y', times: [hour(largeRows)], values: [1] }] });
  append.write(`content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  append.resume();
  await expect.poll(() => waitingSessions(holder)).toBeGreaterThan(0);
  const upload = opened('upload', 'POST /v1/datasets HTTP/1.1');
  upload.write('content-type: text/csv\r\ncontent-length: 1000000\r\nexpect: 100-continue\r\n\r\n');
  expect(String(await once(upload, 'data'))).toContain('100 Continue');
  upload.write(hourlyCsv(20));
  upload.resume();
  const reader = opened('reader', `GET /v1/datasets/${id}/export HTTP/1.1`);
  reader.write('accept: text/csv\r\n\r\n');
  expect(String(await once(reader, 'data'))).toContain('HTTP/1.1 200');
  reader.pause();

  await api.kill('SIGTERM');
  reader.resume();
  expect([api.exitCode(), api.output()]).toEqual([0, expect.stringContaining('"stopped"')]);
  expect(api.output()).toContain('calls did not end in time: they are cut off');
  await expect.poll(() => closed).toHaveLength(6);
  expect(closed.slice(0, 3).sort()).toEqual(['half a head', 'idle', 'silent']);
});
