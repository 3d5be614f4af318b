import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { messagesOf, receiveParts, sendInParts } from '../../../src/bodies/parts.ts';
import { parseLarge } from '../../../src/http/json/index.ts';
import run from '../../../src/http/json/thread.ts';
import { jsonSizeOf } from '../../../src/json-size.ts';

const messageBytesMax = 300_000;
const numbers = (count: number) => Array.from({ length: count }, (_, i) => (i % 9 === 0 ? null : i / 4));

/** Values with long lists, in other lists and objects. */
const values: Record<string, unknown> = {
  'a short value': { horizon: 5, series: [{ values: [1, null, 2] }] },
  'a long series': { horizon: 5, series: [{ id: 'a', values: numbers(200_000) }], levels: [80] },
  'many short series': {
    series: Array.from({ length: 20_000 }, (_, i) => ({ id: `s${i}`, values: [i, i] })),
  },
  'many long series': {
    series: Array.from({ length: 30 }, (_, i) => ({
      id: `s${i}`,
      times: Array.from({ length: 9_000 }, (_, t) => `time ${t}`),
      values: numbers(9_000),
      covariates: { a: numbers(9_000), b: [] },
    })),
  },
  'lists in lists': Array.from({ length: 20 }, () => [numbers(20_000), [], [numbers(20_000)]]),
  'a list': numbers(100_000),
  nothing: null,
};

for (const [name, value] of Object.entries(values))
  test(`${name}: its parts are short, and together they are the value`, async () => {
    for (const message of messagesOf(value)) expect(jsonSizeOf(message)).toBeLessThan(messageBytesMax);
    const { port1: own, port2: port } = new MessageChannel();
    const received = receiveParts(own);
    await sendInParts(port, value);
    expect(received()).toEqual(value);
    own.close();
  });

const series = [{ id: 'a', start: '2020-01-01', values: numbers(300_000) }];
const text = JSON.stringify({ horizon: 3, series });
const task = { bytes: new Uint8Array(Buffer.from(text)), schema: 'ForecastIn' };

test('the thread that parses a large body sends it in parts only', async () => {
  const { port1: own, port2: port } = new MessageChannel();
  let largest = 0;
  own.on('message', (message) => {
    largest = Math.max(largest, jsonSizeOf(message));
    own.postMessage({});
  });
  expect(await run({ name: 'parse', task: task as never, port })).toEqual({ value: null });
  expect(largest).toBeGreaterThan(50_000);
  expect(largest).toBeLessThan(messageBytesMax);
  own.close();
});

test('a large body is whole when its parts have come', async () => {
  const body = (await parseLarge(task.bytes, task.schema)) as { series: typeof series };
  expect(body).toMatchObject({ horizon: 3, series: [{ id: 'a' }] });
  expect(body.series[0].values).toEqual(series[0].values);
});
