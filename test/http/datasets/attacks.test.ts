import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../src/contracts/values/limits.ts';
import { startApp, type TestApp } from '../../support/app.ts';
import { zipOf } from '../../support/files/zip.ts';

let service: TestApp;
beforeAll(async () => {
  service = await startApp({ uploadBytesMax: 64 * 1024 * 1024 });
});
afterAll(() => service.stop());

const send = (payload: Buffer, type = 'application/octet-stream', headers: Record<string, string> = {}) =>
  service.app.inject({
    method: 'POST',
    url: '/v1/datasets',
    headers: { 'content-type': type, ...headers },
    payload,
  });
const MiB = 1024 * 1024;

/** Rows that end in a fault: an answer about an earlier row shows that the rest was not read. */
const equalRows = (count: number) =>
  Buffer.from(`ds,y\n${'2020-01-01,1.25\n'.repeat(count)}2020-01-02,no number\n`);

test('equal rows are refused while they arrive, plain, in gzip and in zip', async () => {
  const table = equalRows(400_000);
  const bodies = [table, gzipSync(table), zipOf([{ name: 'a.csv', content: table }])];
  for (const body of bodies) {
    const { code, errors } = (await send(body)).json();
    expect(code).toBe('time_duplicate');
    expect(errors[0].line).toBeLessThan(200_000);
    expect(errors[0].accepted).toContain('id_column');
  }
});

test('equal rows of many series, and in an order that hides them, are refused while they arrive', async () => {
  const rows = Array.from({ length: 400_000 }, (_, i) => `a,${i % 1_000},1`).join('\n');
  expect((await send(Buffer.from(`id,t,y\n${rows}\n`))).json()).toMatchObject({ code: 'time_duplicate' });
});

test('an hour that clocks repeat is no repetition', async () => {
  const start = Date.UTC(2023, 9, 1);
  const wall = (i: number) => new Date(start + i * 60_000).toISOString().slice(0, 16);
  const rows = Array.from({ length: 140_000 }, (_, i) => `${wall(i)},${i % 60}`);
  expect((await send(Buffer.from(`t,y\n${rows.join('\n')}\n`))).statusCode).toBe(201);
});

test('data that grow a thousandfold are refused, however they are packed', async () => {
  const zeros = Buffer.alloc(200 * MiB, 'a');
  const gzip = gzipSync(zeros, { level: 9 });
  const zip = zipOf([{ name: 'a.csv', content: zeros }]);
  const refused = {
    code: 'body_too_large',
    detail: expect.stringMatching(/times its compressed size|first line/),
  };
  expect((await send(gzip)).json()).toMatchObject({
    code: expect.stringMatching(/body_too_large|csv_invalid/),
  });
  expect((await send(zip)).json()).toMatchObject(refused);
  expect((await send(gzip, 'application/gzip')).json()).toMatchObject({
    code: expect.stringMatching(/body_too_large|csv_invalid/),
  });
  const rows = `t,${'y,'.repeat(500)}z\n${`0,${'1,'.repeat(500)}1\n`.repeat(150_000)}`;
  for (const [body, type, headers] of [
    [gzipSync(rows, { level: 9 }), 'text/csv', {}],
    [gzipSync(rows, { level: 9 }), 'text/csv', { 'content-encoding': 'gzip' }],
  ] as const) {
    const answer = (await send(body, type, headers)).json();
    expect(['body_too_large', 'time_duplicate', 'column_duplicate']).toContain(answer.code);
  }
});

test('JSON that grows a thousandfold is refused', async () => {
  const body = gzipSync(`{"series": [{"values": [${'0,'.repeat(30 * MiB)}0]}]}`, { level: 9 });
  expect((await send(body, 'application/json', { 'content-encoding': 'gzip' })).json()).toMatchObject({
    code: 'body_too_large',
    detail: expect.stringContaining(`${limits.decompressionRatioMax} times`),
  });
});

test('an archive that lies about its sizes is refused', async () => {
  const content = `ds,y\n${Array.from({ length: 5_000 }, (_, i) => `${i},${i}`).join('\n')}\n`;
  for (const statedBytes of [10, 0, 2 ** 31])
    expect((await send(zipOf([{ name: 'a.csv', content, statedBytes }]))).json().code).toMatch(
      /zip_invalid|body_too_large/,
    );
});

test('a Parquet file whose counts are wrong is refused', async () => {
  const times = Array.from({ length: 1_000 }, (_, i) => i);
  const good = Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 't', data: times, type: 'INT32' },
        { name: 'y', data: times, type: 'DOUBLE' },
      ],
    }),
  );
  expect((await send(good)).statusCode).toBe(201);
  // The footer has its counts as variable-length integers: 1,000 is d0 0f in zigzag.
  const footer = good.length - 8 - good.readUInt32LE(good.length - 8);
  const count = Buffer.from([0xd0, 0x0f]);
  let changed = 0;
  for (let at = good.indexOf(count, footer); at >= 0; at = good.indexOf(count, at + 1)) {
    const wrong = Buffer.from(good);
    wrong[at] = 0xd2; // 1,001
    changed++;
    const { statusCode, body } = await send(wrong);
    expect([201, 422], body).toContain(statusCode);
    if (statusCode === 422) expect(JSON.parse(body).code).toBe('parquet_invalid');
  }
  expect(changed).toBeGreaterThan(1);
});

test('the main thread takes a large upload in small steps', async () => {
  await service.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = service.app.server.address() as { port: number };
  const rows = Array.from({ length: 120_000 }, (_, i) => `s${i % 3_000},${Math.floor(i / 3_000)},${i}`);
  const body = `id,t,y\n${rows.join('\n')}\n`;
  // Cells are read in a thread: a parser in this thread would see them.
  const seen = new Set<string>();
  const parse = Number.parseFloat;
  const { Parser } = await import('csv-parse');
  const original = Parser.prototype._transform;
  Parser.prototype._transform = function (...args: unknown[]) {
    seen.add('csv');
    return original.apply(this, args as never);
  };
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/datasets`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body,
    });
    expect(await answer.json()).toMatchObject({ series_count: 3_000, point_count: 120_000 });
  } finally {
    Parser.prototype._transform = original;
  }
  expect([...seen]).toEqual([]);
  expect(parse('1')).toBe(1);
  void createServer;
});

test('a dataset has few static attributes, which are short, in tables and JSON, from the start and later', async () => {
  const json = (body: object, url = '/v1/datasets') =>
    service.app.inject({ method: 'POST', url, payload: body });
  const named = (count: number, from = 0) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${from + i}`, i]));
  const series = (id: string, attributes: object) => ({
    ...{ id, start: '2020-01-01', values: [1, 2], static: attributes },
  });
  const { attributesMax, attributeLengthMax } = limits;
  const tooMany = `at most ${attributesMax} in a dataset`;
  const header = Object.keys(named(attributesMax + 1)).map((name) => `static.${name}`);
  const table = `unique_id,ds,y,${header}\ns,2020-01-01,1,${header}\n`;
  for (const refused of [
    await send(gzipSync(table)),
    await json({ series: [series('s', named(40)), series('t', named(40, 40))] }),
  ])
    expect(refused.json()).toMatchObject({ code: 'request_invalid', errors: [{ accepted: tooMany }] });
  const long = 'x'.repeat(attributeLengthMax + 1);
  for (const refused of [
    await send(Buffer.from(`unique_id,ds,y,static.a\ns,2020-01-01,1,${long}\n`)),
    await json({ series: [series('s', { a: long })] }),
    await json({ series: [series('s', { [long]: 1 })] }),
  ])
    expect(refused.json().errors).toMatchObject([
      { series_id: 's', accepted: `at most ${attributeLengthMax}` },
    ]);

  const created = await json({ series: [series('s', named(attributesMax)), series('t', {})] });
  expect(created.statusCode).toBe(201);
  const added = (attributes: object) =>
    json(
      { series: [{ ...series('s', attributes), start: '2020-01-03' }] },
      `/v1/datasets/${created.json().id}/observations`,
    );
  expect((await added({ other: 1 })).json()).toMatchObject({ code: 'request_invalid' });
  expect((await added({ a0: 'changed' })).statusCode).toBe(200);
  expect((await added({})).statusCode).toBe(200);
});
