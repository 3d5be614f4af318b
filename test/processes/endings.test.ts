import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { trace } from '@opentelemetry/api';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { onceDatabaseAnswers } from '../../src/processes/database-wait.ts';
import { traceIf } from '../../src/processes/trace-if.ts';

const wait = { timeout: 60_000, interval: 50 };
vi.setConfig({ testTimeout: 120_000 });

/** Whether a process runs. One that has ended, and that nobody has waited for, does not. */
function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

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

test('a service that is killed while it waits for its database leaves no process behind', async () => {
  const { child, output } = started(['src/processes/start.ts'], {
    PORT: '0',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
  });
  await vi.waitFor(() => expect(output()).toMatch(/"process":"api".*the process waits for it/), wait);
  const children = childrenOf(child);
  expect(children.length).toBe(1); // the worker starts when the API is ready
  onTestFinished(() => {
    for (const pid of children.filter(isAlive)) process.kill(pid, 'SIGKILL');
  });
  child.kill('SIGKILL');
  await vi.waitFor(() => expect(children.filter(isAlive)).toEqual([]), { ...wait, timeout: 20_000 });
});

function childrenOf({ pid }: ChildProcess): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

test('a start that waits for a database that neither answers nor refuses is logged', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const { promise, resolve } = Promise.withResolvers<string>();
  const opened = onceDatabaseAnswers(log, 'DATABASE_URL', () => promise);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(lines.join('')).toContain('has not answered for 5 s');
  resolve('open');
  expect(await opened).toBe('open');
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
