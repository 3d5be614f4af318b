import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { startOwnProcess } from '../../bench/service/own-process.ts';
import type { ProbeQuestion } from '../../bench/uploads/probe.ts';

/** A server that counts its calls in shared memory. It tells its port. */
const server = `
const { createServer } = require('node:http');
const { parentPort, workerData: calls } = require('node:worker_threads');
const answer = (_, response) => { Atomics.add(calls, 0, 1); Atomics.notify(calls, 0); response.end('ok'); };
const serving = createServer(answer).listen(0, '127.0.0.1', () => parentPort.postMessage(serving.address().port));
`;

test('the probe of the upload bench calls also while the bench itself is busy', async () => {
  const calls = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(server, { eval: true, workerData: calls });
  onTestFinished(async () => {
    await worker.terminate();
  });
  const [port] = await once(worker, 'message');
  const probe = startOwnProcess<ProbeQuestion, number[]>(
    new URL('../../bench/uploads/probe.ts', import.meta.url),
  );
  onTestFinished(() => probe.stop());
  await probe.ask({ url: `http://127.0.0.1:${port}/healthz` });
  // This thread is blocked until the server has had five calls, and fails after ten seconds without one.
  for (let seen = Atomics.load(calls, 0); seen < 5; seen = Atomics.load(calls, 0))
    if (Atomics.wait(calls, 0, seen, 10_000) === 'timed-out') break;
  expect(Atomics.load(calls, 0)).toBeGreaterThanOrEqual(5);
  const delays = await probe.ask('stop');
  expect(delays.length).toBeGreaterThanOrEqual(5);
  expect(Math.min(...delays)).toBeGreaterThan(0);
});
