import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { receiveBody } from '../../src/bodies/index.ts';
import { collectBody } from '../../src/body-threads/index.ts';
import { createTableReader } from '../../src/series/table-bodies/index.ts';

const rows = Array.from({ length: 40_000 }, (_, time) => `${time},${time % 7}\n`);
const table = `time,value\n${rows.join('')}`;
const options = { layout: 'auto', date_order: 'auto' } as const;
const reader = createTableReader();

/** A large body whose sender waits before its end. */
function slow(end: Promise<void>): Readable {
  return Readable.from(
    (async function* () {
      yield Buffer.from(table);
      await end;
    })(),
  );
}

const reads: Record<string, (body: Readable) => Promise<number>> = {
  'bodies that are collected': async (body) => (await collectBody(body)).bytes.length,
  'tables of text': async (body) => (await reader.packedTable(body, options)).series[0].point_count,
};

for (const [what, read] of Object.entries(reads))
  test(`${what}: those that arrive slowly do not hold up the others`, async () => {
    expect(table.length).toBeGreaterThan(256 * 1024);
    const { promise: end, resolve } = Promise.withResolvers<void>();
    const before = Array.from({ length: 5 }, () => read(slow(end)));
    await setTimeout(300); // all of them wait for their senders
    const amount = await read(Readable.from([Buffer.from(table)]));
    resolve();
    expect(await Promise.all(before)).toEqual(before.map(() => amount));
  });

test('the reader of a whole body ends when its sender has gone', async () => {
  const { port1: sender, port2: receiver } = new MessageChannel();
  sender.postMessage({ chunk: new Uint8Array(3) });
  sender.postMessage({ end: true });
  const read = receiveBody(receiver);
  await read.next();
  sender.close();
  await once(receiver, 'close');
  await expect(read.next()).rejects.toMatchObject({ code: 'body_incomplete' });
});
