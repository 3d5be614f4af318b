import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { JobLogStore } from '../../src/contracts/ports/index.ts';
import { AppError } from '../../src/errors.ts';
import { createOutageLog } from '../../src/outage-log.ts';
import { openStore } from '../../src/store/index.ts';
import { createJobLog } from '../../workers/job-log.ts';
import { claimed, createTraining, useStore } from '../store/samples.ts';
import { soonMs } from '../support/soon.ts';

const used = useStore();

/** The log of a new job. `statements` has the messages that each statement stored. */
async function newLog(isAway = () => false, isAnswerLost: () => boolean | Promise<boolean> = () => false) {
  const { job } = await createTraining(used.store);
  const claim = await claimed(used.store, job.id);
  const statements: string[][] = [];
  const logs: Pick<JobLogStore, 'append'> = {
    async append(tenant, jobId, lines, options) {
      if (isAway()) throw new Error('away');
      await used.store.jobLogs.append(tenant, jobId, lines, options);
      statements.push(lines.map(({ message }) => message));
      if (await isAnswerLost()) throw new AppError('database_unavailable', {});
    },
  };
  const stored = async () => {
    const { data } = await used.store.jobLogs.list('acme', job.id, { limit: 200 });
    return data.map(({ message }) => message).sort();
  };
  const told: Record<string, unknown>[] = [];
  const line = (fields: object, message: string) => void told.push({ ...fields, message });
  const outage = createOutageLog(
    { warn: line, info: line },
    { failing: 'lost', again: 'stored again', counted: 'lines_lost' },
  );
  const log = createJobLog(pino({ enabled: false }), { ...used.store.jobLogs, ...logs }, claim, outage);
  const fields = async () => {
    const { data } = await used.store.jobLogs.list('acme', job.id, { limit: 200 });
    return data.map((line) => line.fields);
  };
  return { log, statements, stored, fields, told };
}

test('the first line is stored at once, and later ones of a short job by one statement at its end', async () => {
  const { log, statements, stored } = await newLog();
  log.info({}, 'a');
  await vi.waitFor(() => expect(statements).toEqual([['a']]), soonMs);
  log.info({ step: 1 }, 'b');
  log.warn({}, 'c');
  await log.flush();
  expect(statements).toEqual([['a'], ['b', 'c']]);
  expect(await stored()).toEqual(['a', 'b', 'c']);
});

test('lines of a long job are stored without a flush, also the last one of a pause', async () => {
  const { log, statements } = await newLog();
  log.info({}, 'a');
  for (const message of ['b', 'c']) {
    await sleep(20);
    log.info({}, message);
  }
  await vi.waitFor(() => expect(statements.flat()).toEqual(['a', 'b', 'c']), soonMs);
  await sleep(600); // nothing waits
  log.info({}, 'd');
  await vi.waitFor(() => expect(statements.at(-1)).toEqual(['d']), soonMs);
});

test('a line after the flush is stored too', async () => {
  const { log, stored } = await newLog();
  log.info({}, 'a');
  await log.flush();
  log.info({}, 'b');
  await log.flush();
  expect(await stored()).toEqual(['a', 'b']);
});

test('a field that PostgreSQL cannot store is mended, and loses no line beside it', async () => {
  const { log, stored, fields } = await newLog();
  log.info({}, 'a');
  log.warn({ detail: '🙂'.slice(0, 1), id: 'x\0y' }, 'b');
  log.info({}, 'c');
  await log.flush();
  expect(await stored()).toEqual(['a', 'b', 'c']);
  expect(await fields()).toContainEqual({ detail: '\ufffd', id: 'x\ufffdy' });
});

test('lines that are lost are told once, with the number of all when lines are stored again', async () => {
  let isAway = true;
  const { log, stored, told } = await newLog(() => isAway);
  for (const message of ['a', 'b', 'c']) {
    log.info({}, message);
    await log.flush();
  }
  isAway = false;
  log.info({}, 'd');
  await log.flush();
  expect(told).toMatchObject([
    { message: 'lost', err: { message: 'away' }, lines_lost: 1 },
    { message: 'stored again', lines_lost: 3 },
  ]);
  expect(await stored()).toEqual(['d']);
});

test('lines whose commit has no answer are stored once, and equal ones of another moment are kept', async () => {
  let answers = 0;
  const { log, statements, stored } = await newLog(
    () => false,
    async () => {
      // Lines that wait when the first answer is lost are stored by the statement that repeats its line.
      if (++answers === 1) {
        await sleep(2);
        log.info({ step: 1 }, 'a');
        log.info({ step: 2 }, 'a');
      }
      return answers <= 2;
    },
  );
  log.info({ step: 1 }, 'a');
  await vi.waitFor(() => expect(statements).toHaveLength(3), soonMs);
  expect(statements.map((messages) => messages.length)).toEqual([1, 3, 3]);
  await log.flush();
  expect(await stored()).toEqual(['a', 'a', 'a']);
});

test('lines that a lock refuses are stored when it is gone', async () => {
  const quick = await openStore(used.url, { poolMax: 1, lockMsMax: 50 });
  const other = new pg.Client(used.url);
  await other.connect();
  onTestFinished(async () => {
    await other.end();
    await quick.close();
  });
  const silent = pino({ enabled: false });
  const { job } = await createTraining(used.store);
  const claim = await claimed(used.store, job.id);
  let refusals = 0;
  const logs: JobLogStore = {
    ...quick.jobLogs,
    append: (...call) =>
      quick.jobLogs.append(...call).catch((error: unknown) => {
        refusals++;
        throw error;
      }),
  };
  const log = createJobLog(
    silent,
    logs,
    claim,
    createOutageLog(silent, { failing: 'lost', again: 'stored' }),
  );
  await other.query('BEGIN; LOCK TABLE job_logs IN ACCESS EXCLUSIVE MODE');
  log.info({}, 'a');
  await vi.waitFor(() => expect(refusals).toBeGreaterThan(0), 20_000);
  log.info({}, 'b');
  await other.query('ROLLBACK');
  await vi.waitFor(async () => {
    const { data } = await used.store.jobLogs.list('acme', job.id, { limit: 200 });
    expect(data.map(({ message }) => message).sort()).toEqual(['a', 'b']);
  }, 120_000);
});
