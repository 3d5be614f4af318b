import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { datasetPageSchema } from '../../src/contracts/schemas/datasets/dataset.ts';
import { portOf } from '../../src/processes/service.ts';
import { createApiClient, walk } from '../support/api-client.ts';
import { serve, signalled } from '../support/service.ts';
import { soonMs } from '../support/soon.ts';
import { startReceiver } from '../support/webhook-receiver.ts';
import { childrenOf, textOf } from './proc-files.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-service-'));
/** While `program` exists, the program of new processes is the one that it names. */
const [hooks, program] = ['hooks.mjs', 'program'].map((name) => join(dataDir, name));
const environment = {
  GATECAST_TRAINING_NICENESS: '10',
  GATECAST_WEBHOOK_ALLOW: '127.0.0.1/32',
  NODE_OPTIONS: `--import=${pathToFileURL(hooks).href}`,
};
/** The service of most tests, and of the data folder. A start costs five seconds of CPU time. */
let service: Awaited<ReturnType<typeof serve>>;

test('the port of an address is known also where the address leaves it out', () => {
  expect(['http://127.0.0.1:80', 'http://[::1]:8080'].map(portOf)).toEqual(['80', '8080']);
});

beforeAll(async () => {
  writeFileSync(
    hooks,
    `import { existsSync, readFileSync } from 'node:fs';
     const { execPath } = process;
     const get = () => existsSync(${JSON.stringify(program)}) ? readFileSync(${JSON.stringify(program)}, 'utf8') : execPath;
     Object.defineProperty(process, 'execPath', { get });`,
  );
  service = await serve(dataDir, '0', environment);
});
afterAll(async () => {
  await signalled(service.child, 'SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
});

const lasting = /src\/processes\/(api|worker)\.ts|embedded-postgres.supervisor\.[jt]s/;

/** Processes of a service whose parent is `pid`: API, worker, and the supervisor of its database. Builds of files for
 *  browsers end by themselves, and a process that is not yet its program has the command of its
 *  parent: they are left out. */
function partsOf(pid: number): { pid: number; command: string }[] {
  return childrenOf(pid)
    .map((child) => ({ pid: child, command: textOf(`/proc/${child}/cmdline`) }))
    .filter(({ command }) => lasting.test(command));
}

async function datasetIds(url: string): Promise<string[]> {
  const { data } = datasetPageSchema.parse(await (await fetch(`${url}/v1/datasets`)).json());
  return data.map(({ id }) => id);
}

/** The API or worker of the service. */
const part = (name: 'api' | 'worker') =>
  partsOf(service.child.pid!).find(({ command }) => command.includes(`src/processes/${name}.ts`))!;

async function killApi(): Promise<void> {
  const { pid } = part('api');
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), soonMs);
}

const becomesHealthy = (url: string) => vi.waitFor(() => isHealthy(url), { timeout: 120_000, interval: 200 });

const isAlive = (pid: number) => existsSync(`/proc/${pid}`);
const isHealthy = async (url: string) => expect((await fetch(`${url}/readyz`)).status).toBe(200);

describe('npm start', () => {
  test.runIf(existsSync('/proc/self/autogroup'))(
    'gives the worker a session that yields to the others',
    async () => {
      await becomesHealthy(service.url);
      const sessionOf = (pid: number) => readFileSync(`/proc/${pid}/autogroup`, 'utf8').trim();
      await vi.waitFor(() => expect(sessionOf(part('worker').pid)).toMatch(/ nice 10$/), 20_000);
      // Empty where the machine has started this one without a session of its own.
      expect(sessionOf(part('api').pid)).toBe(sessionOf(service.child.pid!));
    },
  );

  test('restarts a killed API at the same address, keeps uploaded data, and delivers webhooks before and after', async () => {
    const { url } = service;
    const receiver = await startReceiver();
    const post = async (path: string, body: object) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      expect(answer.ok, await answer.clone().text()).toBe(true);
      return answer.json() as Promise<{ id: string }>;
    };
    const delivered = async () => {
      receiver.received.length = 0;
      const { id } = await post('/v1/webhooks', { url: receiver.url });
      await post(`/v1/webhooks/${id}/test`, {});
      await vi.waitFor(() => expect(receiver.received).toHaveLength(1), { timeout: 120_000, interval: 50 });
    };
    const dataset = await createApiClient({ url }).upload(walk(60));
    await delivered();
    await killApi();
    await becomesHealthy(url);
    expect(await datasetIds(url)).toEqual([dataset.id]);
    await delivered();
    await receiver.close();
  });

  test('starts a killed API when the system has room for processes again', async () => {
    const log: string[] = [];
    service.child.stdout!.on('data', (lines) => log.push(String(lines)));
    // Node reports the first, and throws the second.
    for (const missing of ['/missing/node', `/${'long'.repeat(2_000)}`]) {
      writeFileSync(program, missing);
      log.length = 0;
      process.kill(part('api').pid, 'SIGKILL');
      await vi.waitFor(() => expect(log.join('')).toMatch(/"ended":"spawn/), 60_000);
      rmSync(program);
      await becomesHealthy(service.url);
    }
  });

  test('refuses a data directory that another service uses, and does not disturb it', async () => {
    await expect(serve(dataDir)).rejects.toThrow(/ended with 2: .*(in use|held|already)/s);
    await isHealthy(service.url);
  });

  test('refuses a port that another program uses, and says so', async () => {
    const otherDir = mkdtempSync(join(tmpdir(), 'gatecast-service-'));
    await expect(serve(otherDir, new URL(service.url).port)).rejects.toThrow(
      /ended with 2: .*PORT=\d+: another program/s,
    );
    rmSync(otherDir, { recursive: true, force: true });
  });

  test('leaves no process running when it is killed, and starts again on the same data', async () => {
    const children = partsOf(service.child.pid!);
    expect(children.length).toBe(3);
    await createApiClient(service).upload(walk(60));
    const datasets = await datasetIds(service.url);
    await signalled(service.child, 'SIGKILL');
    await vi.waitFor(() => expect(children.filter(({ pid }) => isAlive(pid))).toEqual([]), 20_000);
    service = await serve(dataDir);
    expect(await datasetIds(service.url)).toEqual(datasets);
  });

  test('ends with exit code 0 when it is asked to', async () => {
    await signalled(service.child, 'SIGTERM');
    expect(service.child.exitCode).toBe(0);
  });

  test.runIf(existsSync('/dev/full'))('runs although nothing can be written to its stderr', async () => {
    const { NODE_OPTIONS: _, DATABASE_URL: __, ...inherited } = process.env;
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, ['src/processes/start.ts'], {
      env: { ...inherited, PORT: '0', GATECAST_DATA_DIR: dataDir, LOG_LEVEL: 'info' },
      stdio: ['ignore', 'pipe', full],
    });
    closeSync(full);
    onTestFinished(() => signalled(child, 'SIGTERM'));
    let log = '';
    child.stdout!.on('data', (lines) => (log += lines));
    await vi.waitFor(() => expect(log).toContain('worker is ready'), { timeout: 120_000, interval: 50 });
    const [, url] = /listening at (http[^"]+)/.exec(log)!;
    await becomesHealthy(url);
    await signalled(child, 'SIGTERM');
    expect(child.exitCode).toBe(0);
  });
});
