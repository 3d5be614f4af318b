import { Agent, request } from 'node:http';
import { bodyOf } from './bodies.ts';
import { type Called, type Load, samplesMax } from './load.ts';

/** Calls at evenly spaced times, whether earlier calls are answered or not. Autocannon's own rate sends the calls of a
 *  second in one burst. */
export async function callAtRate(load: Load, rate: number): Promise<Called> {
  const { url, method = 'GET', headers = {}, bodies, connections, seconds } = load;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const called: Called = { times: [], seconds: 0, statuses: {}, samples: [] };
  const calls: Promise<void>[] = [];
  const callOnce = (n: number) =>
    new Promise<void>((resolve, reject) => {
      const body = bodyOf(load, n);
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const started = performance.now();
      const call = request(url, { method, agent, headers: { ...headers, ...length } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          called.times.push(performance.now() - started);
          const status = String(answer.statusCode);
          called.statuses[status] = (called.statuses[status] ?? 0) + 1;
          const isFirst = bodies === undefined || n % bodies.length === 0;
          if (isFirst && called.samples.length < samplesMax) called.samples.push(`${Buffer.concat(chunks)}`);
          resolve();
        });
      });
      call.once('error', reject);
      call.end(body);
    });
  const started = performance.now();
  const total = Math.max(1, Math.round(rate * seconds));
  while (calls.length < total) {
    const due = Math.min(total, Math.ceil(((performance.now() - started) / 1_000) * rate) + 1);
    while (calls.length < due) calls.push(callOnce(calls.length));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(calls);
  agent.destroy();
  called.seconds = (performance.now() - started) / 1_000;
  return called;
}
