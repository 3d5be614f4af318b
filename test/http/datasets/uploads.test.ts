import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';
import { soonMs } from '../../support/soon.ts';

let service: TestApp;
let port: number;

beforeAll(async () => {
  service = await startApp({ uploadBytesMax: 200_000 });
  port = Number(new URL(await service.app.listen({ host: '127.0.0.1', port: 0 })).port);
});
afterAll(() => service.stop());

const stored = async () => (await service.app.inject('/v1/datasets')).json().data.length;
const post = (headers: Record<string, string>, payload: string | Buffer) =>
  service.app.inject({ method: 'POST', url: '/v1/datasets', headers, payload });

test('a table is stored completely, and the response has its Location', async () => {
  const answer = await upload(service.app, dailyCsv(30), { name: 'waves' });
  expect(answer.statusCode).toBe(201);
  const dataset = answer.json();
  expect(dataset).toMatchObject({
    name: 'waves',
    series_count: 1,
    point_count: 30,
    target: 'value',
    version: 1,
  });
  expect(answer.headers.location).toBe(`/v1/datasets/${dataset.id}`);
  expect((await service.app.inject(String(answer.headers.location))).json()).toEqual(dataset);
});

test('data that can be repaired are accepted, with a warning', async () => {
  const csv = '\ufeffdate,y\r\n2024-01-03,3\n2024-01-01,1\r\n2024-01-02,\n2024-01-04,NaN\n2024-01-07,7';
  const answer = await upload(service.app, csv);
  expect(answer.statusCode, answer.body).toBe(201);
  const { id, point_count, missing_count, warnings } = answer.json();
  const codes = warnings.map(({ code }: { code: string }) => code);
  expect(codes).toEqual(expect.arrayContaining(['times_sorted', 'values_missing']));
  const { values } = (await service.app.inject(`/v1/datasets/${id}/series/y`)).json();
  expect(values.filter((value: number | null) => value !== null)).toEqual([1, 3, 7]);
  expect([values.length, values.length - 3]).toEqual([point_count, missing_count]);
});

test('gzip is unpacked, as a content type and as a content encoding', async () => {
  const packed = gzipSync(dailyCsv(30));
  const types: Record<string, string>[] = [
    { 'content-type': 'application/gzip' },
    { 'content-type': 'text/csv', 'content-encoding': 'gzip' },
    { 'content-type': 'text/csv', 'content-encoding': 'GZIP' },
    { 'content-type': 'text/csv', 'content-encoding': 'x-gzip' },
  ];
  for (const headers of types) {
    const answer = await post(headers, packed);
    expect(answer.statusCode, answer.body).toBe(201);
    expect(answer.json().point_count).toBe(30);
  }
});

test('invalid gzip, incomplete gzip, and gzip that unpacks to more than the limit', async () => {
  const before = await stored();
  const headers = { 'content-type': 'application/gzip' };
  const broken = await post(headers, 'date,y\n2024-01-01,1\n');
  expect([broken.statusCode, broken.json().code]).toEqual([400, 'gzip_invalid']);
  expect(broken.json().detail).toContain('it is not');
  const packed = gzipSync(dailyCsv(30));
  const flipped = Buffer.from(packed);
  flipped[flipped.length - 6] ^= 1; // in its checksum
  for (const bytes of [flipped, Buffer.concat([packed, Buffer.from('more')])]) {
    const damaged = await post({ 'content-type': 'text/csv', 'content-encoding': 'gzip' }, bytes);
    expect(damaged.json()).toMatchObject({ status: 400, code: 'gzip_invalid' });
    expect(damaged.json().detail).toContain('damaged');
  }
  const cut = await post(headers, packed.subarray(0, 100));
  expect([cut.statusCode, cut.json().code]).toEqual([400, 'body_incomplete']);
  const bomb = await post(headers, gzipSync(`date,y\n${'2024-01-01,1\n'.repeat(1_000_000)}`));
  expect([bomb.statusCode, bomb.json().code]).toEqual([413, 'body_too_large']);
  expect(bomb.json().detail).toContain('200000');
  expect(await stored()).toBe(before);
});

test('bodies that are no table of times and values are refused with a code and a line, and nothing is stored', async () => {
  const before = await stored();
  const cases: [string, string | Buffer, string][] = [
    ['empty', '', 'body_empty'],
    ['binary', Buffer.from([0, 1, 2, 255, 254, 0, 0, 9]), 'csv_invalid'],
    ['no values', 'date,note\n2024-01-01,a\n2024-01-02,b\n', 'value_column_missing'],
    ['no times', 'y,z\n1.5,2\n2.5,3\n', 'time_column_missing'],
    ['infinite', 'date,y\n2024-01-01,1\n2024-01-02,Infinity\n2024-01-03,2\n', 'cell_invalid'],
    ['a bad date', 'date,y\n2024-01-01,1\n2024-13-45,2\n2024-01-03,2\n', 'cell_invalid'],
    ['twice', 'date,y\n2024-01-01,1\n2024-01-02,2\n2024-01-02,3\n2024-01-03,3\n', 'time_duplicate'],
  ];
  for (const [name, body, code] of cases) {
    const answer = await post({ 'content-type': 'text/csv' }, body);
    expect(answer.statusCode, `${name}: ${answer.body}`).toBe(422);
    expect(answer.json().code, `${name}: ${answer.body}`).toBe(code);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  }
  const lines = (await post({ 'content-type': 'text/csv' }, cases[4][1])).json().errors;
  expect(lines[0]).toMatchObject({ line: 3 });
  expect(await stored()).toBe(before);
});

test('parameters of a table beside a JSON body, and unknown ones, are refused by name', async () => {
  const json = await service.app.inject({
    method: 'POST',
    url: '/v1/datasets?layout=wide',
    payload: { series: [{ values: [1, 2, 3] }] },
  });
  expect(json.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '?layout' }] });
  const unknown = await upload(service.app, dailyCsv(30), { layuot: 'wide' });
  expect(unknown.json().errors[0].message).toBe('unknown query parameter `layuot`; did you mean `layout`?');
});

test('JSON series are stored', async () => {
  const answer = await service.app.inject({
    method: 'POST',
    url: '/v1/datasets',
    payload: { name: 'two', series: [{ id: 'a', values: [1, null, 3] }, { values: [4, 5, 6] }] },
  });
  expect(answer.statusCode, answer.body).toBe(201);
  expect(answer.json()).toMatchObject({
    series_count: 2,
    point_count: 6,
    missing_count: 1,
    time_kind: 'integer',
  });
});

test('a body over the limit is refused while it is still being sent', async () => {
  for (const type of ['text/csv', 'application/json']) {
    const { answer, bytesSent } = await raw(async (socket, answered) => {
      socket.write(requestHead(`content-type: ${type}\r\ntransfer-encoding: chunked`));
      socket.write(`7\r\ndate,y\n\r\n`);
      const chunk = '2024-01-01,1\n'.repeat(1_000);
      let bytesSent = 0;
      while (!answered() && bytesSent < 50_000_000) {
        socket.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
        bytesSent += chunk.length;
        await pause(5);
      }
      return bytesSent;
    });
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain('body_too_large');
    expect(bytesSent).toBeLessThan(40_000_000); // the thread that counts may have to start first
  }
});

test('a declared length over the limit is refused before anything is read', async () => {
  const { answer } = await raw(async (socket, answered) => {
    socket.write(requestHead('content-type: text/csv\r\ncontent-length: 900000000'));
    while (!answered()) await pause(2);
  });
  expect(answer).toMatch(/^HTTP\/1.1 413 /);
});

test('a body that is cut off half-way stores nothing, and is not logged as an error', async () => {
  const before = await stored();
  for (const type of ['text/csv', 'application/json']) {
    await raw(async (socket) => {
      socket.write(`${requestHead(`content-type: ${type}\r\ncontent-length: 5000`)}${dailyCsv(30)}`);
      await pause(50);
      socket.resetAndDestroy();
    });
  }
  const { answer } = await raw(async (socket) => {
    socket.write(`${requestHead('content-type: text/csv\r\ncontent-length: 5000')}${dailyCsv(30)}`);
    await pause(50);
    socket.end();
  });
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
  expect(answer).toContain('body_incomplete');

  expect((await service.app.inject('/healthz')).statusCode).toBe(200);
  expect(await stored()).toBe(before);
  const refused = () => service.logs.filter(({ code }) => code === 'body_incomplete');
  await expect.poll(() => refused().length).toBeGreaterThanOrEqual(3);
  expect(refused().every(({ level }) => Number(level) <= 30)).toBe(true);
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

test('bytes that are not HTTP get a problem too', async () => {
  const { answer } = await raw(async (socket) => void socket.write('hello\r\n\r\n'));
  expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request/);
  expect(answer).toContain('application/problem+json');
});

function requestHead(headers: string): string {
  return `POST /v1/datasets HTTP/1.1\r\nhost: localhost\r\n${headers}\r\n\r\n`;
}

/** Sends raw bytes to the server. Resolves with the response when the connection has ended. */
async function raw<T>(talk: (socket: Socket, answered: () => boolean) => Promise<T>) {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => {}); // a reset is what some of these conversations are about
  const bytesSent = await talk(socket, () => answer !== '');
  const isWhole = () => /\r\n\r\n.*\}/s.test(answer);
  for (const until = Date.now() + soonMs; !isWhole() && !socket.destroyed && Date.now() < until; )
    await pause(10);
  socket.destroy();
  return { answer, bytesSent };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

test('an upload that is refused before it is read does not hurt the service', async () => {
  const csv = dailyCsv(30);
  const refused = ['?nam=x', `?name=${'x'.repeat(300)}`, '?frequency=P1D', '?layout=round'];
  for (const query of refused) {
    for (const type of ['text/csv', 'application/gzip']) {
      const url = `http://127.0.0.1:${port}/v1/datasets${query}`;
      const body = type === 'text/csv' ? csv : gzipSync(csv);
      const answer = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
      expect([answer.status, (await answer.json()) as object]).toEqual([
        422,
        expect.objectContaining({ code: 'request_invalid' }),
      ]);
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 100)); // the sockets are closed
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
});

describe('JSON that is read in a thread, since it is large', () => {
  const days = (count: number) => Array.from({ length: count }, (_, i) => i + 0.123456789012);
  const filler = { id: 'filler', start: 0, values: days(70_000) }; // over a megabyte
  const post = (url: string, payload: object | string, headers: Record<string, string> = {}) =>
    service.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
  beforeAll(async () => {
    await service.stop();
    service = await startApp({ uploadBytesMax: 4 * 1024 * 1024 });
  });

  test('gives the same dataset and the same observations as small JSON', async () => {
    const small = { name: 'n', frequency: '1', series: [{ id: 'a', start: 0, values: [1, null, 3] }] };
    const large = await post('/v1/datasets', { ...small, series: [...small.series, filler] });
    expect(large.statusCode, large.body).toBe(201);
    const { id } = large.json();
    const points = (await service.app.inject(`/v1/datasets/${id}/series/a`)).json();
    expect(points).toMatchObject({ times: [0, 1, 2], values: [1, null, 3] });
    const more = { series: [{ ...filler, values: days(70_010) }] };
    const added = await post(`/v1/datasets/${id}/observations`, more);
    expect(added.json(), added.body).toMatchObject({ version: 2, added: 10, replaced: 0 });
    const sole = (await post('/v1/datasets', { series: [filler] })).json();
    const { id: _, ...unnamed } = more.series[0];
    expect((await post(`/v1/datasets/${sole.id}/observations`, { series: [unnamed] })).json().added).toBe(10);
  });

  test('deeply nested JSON is checked, and surrogate pairs are not taken for lone surrogates', async () => {
    const deep = `${'['.repeat(30)}"\\ud83d"${']'.repeat(30)}${' '.repeat(70_000)}`;
    const headers = { 'content-type': 'application/json' };
    const send = (payload: string) =>
      service.app.inject({ method: 'POST', url: '/v1/datasets', headers, payload });
    expect((await send(deep)).json()).toMatchObject({ status: 422, code: 'request_invalid' });
    const escaped = `{"name": "\\ud83d\\ude00 \\ud83d\\ude00", "series": [{"values": [1, 2, 3]}]}`;
    expect((await send(escaped)).json()).toMatchObject({ name: '😀 😀' });
  });

  test.each<[string, (series: object[]) => object | string]>([
    ['a value that is none', (series) => ({ series: [{ values: [1, 'x'] }, ...series] })],
    ['a field that is not known', (series) => ({ series: [{ vales: [1] }, ...series] })],
    ['a series twice', (series) => ({ series: [{ id: 'filler', values: [1] }, ...series] })],
    ['a text with U+0000', (series) => ({ name: 'a\u0000', series })],
    ['a text with half of a character', (series) => ({ name: 'a\ud83d', series })],
    ['JSON that breaks off', (series) => JSON.stringify({ series }).slice(0, -3)],
    ['a list in the place of an object', (series) => series],
  ])('%s is refused as in a small one', async (_, bodyWith) => {
    const small = await post('/v1/datasets', bodyWith([{ id: 'filler', values: [1, 2] }]));
    const large = await post('/v1/datasets', bodyWith([filler]));
    const told = ({ detail: _, ...problem }: { detail: string }) => problem;
    expect(small.statusCode).toBeGreaterThanOrEqual(400);
    expect([large.statusCode, large.json().code]).toEqual([small.statusCode, small.json().code]);
    if (small.json().code !== 'body_invalid_json') expect(told(large.json())).toEqual(told(small.json()));
  });

  test('the same body with the same key is stored once, another one is refused', async () => {
    const key = { 'idempotency-key': 'large' };
    const first = await post('/v1/datasets', { series: [filler] }, key);
    const second = await post('/v1/datasets', { series: [filler] }, key);
    expect([second.headers['idempotency-replayed'], second.body]).toEqual(['true', first.body]);
    const other = await post('/v1/datasets', { name: 'other', series: [filler] }, key);
    expect(other.json().code).toBe('idempotency_key_reused');
  });
});
