/** Work that grows with the data is done in threads, and small calls need none. A pool starts its first thread for the
 *  first large call, and the process tells of each new thread. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTableReader } from '../../../src/series/table-bodies/index.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;
let started = 0;
const onWorker = () => {
  started++;
};

beforeAll(async () => {
  service = await startApp();
  process.on('worker', onWorker);
});
afterAll(async () => {
  process.off('worker', onWorker);
  await service.stop();
});

/** Threads that start while a call is answered. */
async function threadsOf(call: () => Promise<{ statusCode: number; body: string }>, status: number) {
  const before = started;
  const answer = await call();
  expect(answer.statusCode, answer.body.slice(0, 500)).toBe(status);
  return started - before;
}

const post = (url: string, type: string, payload: string) =>
  service.app.inject({ method: 'POST', url: `/v1/${url}`, headers: { 'content-type': type }, payload });
const minute = (i: number) => new Date(Date.UTC(2024, 0, 1) + i * 60_000).toISOString();
const minutes = (from: number, count: number) =>
  `ds,y\n${Array.from({ length: count }, (_, i) => `${minute(from + i)},${(i % 1_000) / 10}`).join('\n')}\n`;
const json = (count: number) =>
  JSON.stringify({
    frequency: 'PT1M',
    series: [{ id: 'y', start: minute(0), values: Array.from({ length: count }, (_, i) => i % 100) }],
  });

test('small uploads, appends and deletions need no thread', async () => {
  const id = (await upload(service.app, dailyCsv(50))).json().id as string;
  expect(await threadsOf(() => post('datasets', 'application/json', json(100)), 201)).toBe(0);
  const url = `datasets/${id}/observations`;
  expect(await threadsOf(() => post(url, 'text/csv', 'date,y\n2024-02-20,5\n'), 200)).toBe(0);
  const deletion = { method: 'DELETE', url: `/v1/datasets/${id}/observations?from=2024-02-10` } as const;
  expect(await threadsOf(() => service.app.inject(deletion), 200)).toBe(0);
});

test('a short table of many rows is read in a thread: each row may be a series of its own', async () => {
  const reader = createTableReader(); // its threads have not started
  const seriesOf = async (count: number) => {
    const rows = Array.from({ length: count }, (_, i) => `2020-01-01,${i},${i % 7}`);
    const body = Readable.from([Buffer.from(`date,id,y\n${rows.join('\n')}\n`)]);
    const before = started;
    const { series } = await reader.table(body, { name: 'x', date_order: 'auto', id_column: 'id' } as never);
    expect(series).toHaveLength(count);
    return started - before;
  };
  expect(await seriesOf(900)).toBe(0);
  expect(await seriesOf(2_500)).toBeGreaterThan(0);
});

test('dates in words cost more than others: more than some are read in a thread', async () => {
  const written = new Intl.DateTimeFormat('ru', {
    ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
  });
  const table = (count: number, isInWords: boolean) =>
    `date,y\n${Array.from({ length: count }, (_, i) => {
      const day = new Date(Date.UTC(2020, 0, 1 + i));
      return `"${isInWords ? written.format(day) : day.toISOString().slice(0, 10)}",${i}`;
    }).join('\n')}`;
  const threads = async (text: string) => {
    const before = started;
    const { series } = await createTableReader().table(Readable.from([Buffer.from(text)]), {
      date_order: 'auto',
    } as never);
    return [series[0].times.length, started - before];
  };
  expect(await threads(table(60, true))).toEqual([60, 0]);
  expect(await threads(table(900, false))).toEqual([900, 0]);
  expect(await threads(table(150, true))).toEqual([150, 1]);
  expect(await threads(table(150, true).replaceAll('\n', '\r'))).toEqual([150, 1]);
  expect(await threads(table(1_100, false).replaceAll('\n', '\r'))).toEqual([1_100, 1]);
});

test('a large table, JSON, append, export and text are read and written in threads', async () => {
  const count = 20_000;
  expect(await threadsOf(() => post('datasets', 'text/csv', minutes(0, count)), 201)).toBeGreaterThan(0);
  expect(await threadsOf(() => post('datasets', 'application/json', json(2 * count)), 201)).toBeGreaterThan(
    0,
  );
  const id = (await post('datasets', 'text/csv', minutes(0, count))).json().id as string;
  // One pool checks the rows, and one merges them.
  const appended = () => post(`datasets/${id}/observations`, 'text/csv', minutes(count, count));
  expect(await threadsOf(appended, 200)).toBeGreaterThanOrEqual(2);
  const exported = () => service.app.inject(`/v1/datasets/${id}/export`);
  expect(await threadsOf(exported, 200)).toBeGreaterThan(0);
  const table = (await exported()).body.split('\n');
  expect([table.length, table[1], table.at(-2)]).toEqual([
    2 * count + 2,
    `y,${minute(0).replace('.000', '')},0`,
    `y,${minute(2 * count - 1).replace('.000', '')},99.9`,
  ]);
  const text = 'abcde\n'.repeat(count);
  expect(await threadsOf(() => post('datasets', 'text/plain', text), 201)).toBeGreaterThan(0);
});

test('what threads did equals what the main thread does', async () => {
  const count = 12_000;
  const whole = (await post('datasets', 'text/csv', minutes(0, 2 * count))).json();
  const { id } = (await post('datasets', 'text/csv', minutes(0, count))).json();
  for (let from = count; from < 2 * count; from += count / 4)
    await post(`datasets/${id}/observations`, 'text/csv', minutes(from, count / 4));
  const [parts, one] = await Promise.all(
    [id, whole.id].map((each) => service.app.inject(`/v1/datasets/${each}/export`)),
  );
  // The values of each body begin anew.
  const timesOf = ({ body }: { body: string }) => body.split('\n').map((row) => row.split(',')[1]);
  const [found, expected] = [timesOf(parts), timesOf(one)];
  expect(found.length, parts.body.slice(0, 300)).toBe(expected.length);
  expect(found.findIndex((time, i) => time !== expected[i])).toBe(-1);
  const shown = (await service.app.inject(`/v1/datasets/${id}`)).json();
  expect(shown).toMatchObject({ point_count: 2 * count, missing_count: 0, version: 5, end: whole.end });
});
