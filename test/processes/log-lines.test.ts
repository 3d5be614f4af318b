import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { errorField } from '../../src/processes/error-field.ts';
import { logLines } from '../../src/processes/log-lines.ts';
import { redisIsInstalled, startTestRedis } from '../support/redis.ts';

const source = new URL('../../src/processes/log-lines.ts', import.meta.url).href;

test('a process that exits at once has written every line, in order', () => {
  const program = `
    import { pino } from 'pino';
    import { logLines } from '${source}';
    const log = pino({}, logLines());
    for (let i = 0; i < 1_000; i++) log.info({ i }, 'line with é');
    process.exit(0);`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    cwd: new URL('../..', import.meta.url),
  });
  const lines = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).i);
  expect(lines).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
});

test('a single line is written soon, and a fatal one at once', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'gatecast-log-')), 'log');
  const log = pino({}, logLines({ destination: file }));
  const written = () => readFileSync(file, 'utf8').split('\n').length - 1;
  await expect.poll(() => existsSync(file)).toBe(true);
  await sleep(50); // the log knows that the file is open
  log.info('one');
  expect(written()).toBe(0);
  await expect.poll(written).toBe(1);
  log.fatal('two');
  expect(written()).toBe(2);
});

test.skipIf(!redisIsInstalled)(
  'an error of Redis is logged without the script and the arguments of its command',
  async () => {
    const server = await startTestRedis();
    onTestFinished(server.stop);
    const redis = new Redis(server.url);
    onTestFinished(() => redis.disconnect());
    const script = `${'-- a comment of a script\n'.repeat(200)}return redis.call('GET', KEYS[1], 'too many')`;
    const cause = await redis.eval(script, 1, 'key', Buffer.alloc(1_000)).catch((error: unknown) => error);
    const lines: string[] = [];
    const log = pino(
      { serializers: { err: errorField } },
      { write: (line: string) => void lines.push(line) },
    );
    log.warn({ err: new AppError('queue_unavailable', { cause }) }, 'failed');
    const { err } = JSON.parse(lines[0]);
    expect(err).toMatchObject({ type: 'AppError', code: 'queue_unavailable', stack: expect.any(String) });
    expect(err.details.cause.command).toBe('eval');
    expect(lines[0]).not.toContain('a comment of a script');
    expect(lines[0].length).toBeLessThan(4_000);
  },
);

test('what is attached to an error has bounds in the log', () => {
  const attached: Record<string, unknown> = {
    text: 'x'.repeat(10_000),
    bytes: Buffer.alloc(10_000),
    list: Array(1_000).fill(1),
  };
  attached.itself = attached;
  const field = JSON.stringify(errorField(Object.assign(new Error('known'), { attached })));
  expect(field).toContain('"message":"known"');
  expect(field.length).toBeLessThan(4_000);
  expect(errorField('a text')).toBe('a text');
});

test.each([false, true])(
  'a process whose log has no reader any more ends (at once: %s)',
  async (isAtOnce) => {
    const child = startLogging(
      `
    process.stdin.resume().on('end', () => {
      for (let i = 0; i < 1_000; i++) log.info({ i }, 'last');
      process.exit(0);
    });`,
      isAtOnce,
    );
    child.stdout.destroy();
    await once(child.stdout, 'close');
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  },
);

test('a killed process has written its lines if they are written at once', async () => {
  const child = startLogging(
    `
    log.info('one');
    log.info('two');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), 100);`,
    true,
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  await once(child, 'close');
  expect(
    output
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).msg),
  ).toEqual(['one', 'two']);
});

test('a slow reader gets the first lines whole, and reads how many were dropped', async () => {
  const child = startLogging(`
    process.stdin.resume().on('end', () => process.exit(0));
    for (let i = 0; i < 40_000; i++) log.info({ i }, 'x'.repeat(1_000));
    setTimeout(() => process.send('logged'), 500);
    process.on('message', () => log.info('after'));`);
  await once(child, 'message'); // nothing is read before
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  await expect.poll(() => output.length).toBeGreaterThan(100_000);
  child.send('again');
  await expect.poll(() => output).toContain('"msg":"after"');
  child.stdin.end();
  await once(child, 'exit');
  const lines = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const report = lines.findIndex(({ msg }) => msg?.endsWith('dropped: the reader of this log is slow'));
  const numbersOf = (some: typeof lines) => some.filter(({ i }) => i !== undefined).map(({ i }) => i);
  const first = numbersOf(lines.slice(0, report));
  expect(first).toEqual(first.map((_, i) => i));
  expect(lines[report].msg).toMatch(RegExp(`^${40_000 - numbersOf(lines).length} lines were dropped`));
});

function startLogging(program: string, isAtOnce = false) {
  const text = `
    import { pino } from 'pino';
    import { logLines } from '${source}';
    const log = pino({}, logLines({ isAtOnce: ${isAtOnce} }));
    ${program}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', text], {
    cwd: new URL('../..', import.meta.url),
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
  });
  return child as typeof child & { stdin: Writable; stdout: Readable };
}
