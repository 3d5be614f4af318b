/** `npm run bench:uploads`: how long an upload takes, how long it delays other calls, and how much memory it needs. The
 *  service runs as `npm start` runs it, with its own database in a temporary folder. During each upload another
 *  connection asks for `/healthz`, one call after the other, from a process of its own.
 *  The last line of `--json` is the report; without it, a table. */
import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { atMost, goalLines, jsonLine } from '../goals.ts';
import { startOwnProcess } from '../service/own-process.ts';
import { serve } from '../service/running-service.ts';
import type { ProbeQuestion } from './probe.ts';

const delayMsMax = 50;
const growthMiBMax = 150;
const firstMinute = Date.UTC(2020, 0, 1) / 60_000;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rows: { type: 'string', default: '1000000' },
    only: { type: 'string', default: '' },
  },
});
const rowCount = Number(values.rows);
interface Upload {
  name: string;
  type: string;
  body: () => Iterable<string>;
  /** The body is compressed with gzip. */
  isZipped?: boolean;
  status: number;
}
const uploads: Upload[] = [
  { name: 'csv_one_series', type: 'text/csv', body: () => csv(rowCount, 1), status: 201 },
  { name: 'csv_thousand_series', type: 'text/csv', body: () => csv(rowCount, 1_000), status: 201 },
  { name: 'json_one_series', type: 'application/json', body: () => [json(rowCount)], status: 201 },
  { name: 'csv_100_mb', type: 'text/csv', body: () => csv(4_000_000, 1_000), status: 201 },
  { name: 'gzip_equal_rows', type: 'text/csv', body: equalRows, isZipped: true, status: 422 },
].filter(({ name }) => name.includes(values.only));

const folder = mkdtempSync(join(tmpdir(), 'gatecast-bench-'));
const { child, url } = await serve(folder);
const agent = new Agent({ keepAlive: true });
const api = apiProcess(child.pid as number);
const probe = startOwnProcess<ProbeQuestion, number[]>(new URL('./probe.ts', import.meta.url));
const rows = [];
try {
  await measured({ name: 'warm-up', type: 'text/csv', body: () => csv(10_000, 10), status: 201 });
  for (const upload of uploads) rows.push(await measured(upload));
} finally {
  agent.destroy();
  await probe.stop();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
const goals = rows.flatMap(({ name, delay_ms, growth_mib }) => [
  ...atMost(`${name}_delay_ms`, delayMsMax, delay_ms),
  ...(name.startsWith('csv') ? atMost(`${name}_growth_mib`, growthMiBMax, growth_mib) : []),
]);
if (values.json) process.stdout.write(jsonLine({ rows }, goals));
else {
  console.table(rows);
  process.stdout.write(`${goalLines(goals).join('\n')}\n`);
}

async function measured(upload: Upload) {
  const file = await written(upload);
  const bytes = statSync(file).size;
  resetPeak(api);
  const before = memoryMiB(api, 'VmRSS');
  await probe.ask({ url: `${url}/healthz` });
  const started = performance.now();
  await send(upload, file);
  const seconds = (performance.now() - started) / 1_000;
  const delays = await probe.ask('stop');
  rmSync(file);
  delays.sort((a, b) => a - b);
  return {
    name: upload.name,
    mb: rounded(bytes / 1e6),
    seconds: rounded(seconds),
    mb_per_s: rounded(bytes / 1e6 / seconds),
    delay_ms: rounded(delays[delays.length - 1]),
    delay_p99_ms: rounded(delays[Math.floor(0.99 * delays.length)]),
    growth_mib: growthMiB(before, memoryMiB(api, 'VmHWM')),
  };
}

function* csv(count: number, series: number): Generator<string> {
  yield series === 1 ? 'ds,y\n' : 'unique_id,ds,y\n';
  const perSeries = count / series;
  let text = '';
  for (let i = 0; i < count; i++) {
    const time = new Date((firstMinute + (i % perSeries)) * 60_000).toISOString().slice(0, 16);
    const id = series === 1 ? '' : `s${Math.floor(i / perSeries)},`;
    text += `${id}${time},${(100 + 10 * Math.sin(i / 200) + (i % 7)).toFixed(2)}\n`;
    if (text.length < 65_536) continue;
    yield text;
    text = '';
  }
  yield text;
}

function json(count: number): string {
  const values = Array.from({ length: count }, (_, i) => Number((100 + (i % 97) / 7).toFixed(2)));
  return JSON.stringify({ frequency: 'PT1M', series: [{ id: 'y', start: '2020-01-01T00:00:00Z', values }] });
}

/** 22 million equal rows in half a megabyte, once they are compressed. */
function* equalRows(): Generator<string> {
  yield 'ds,y\n';
  const thousand = '2020-01-01,1.2345678901\n'.repeat(1_000);
  for (let n = 0; n < 22_000; n++) yield thousand;
}

/** Writes the body into a file, so that the time of the upload is not that of making the body. Returns the file. */
async function written({ name, body, isZipped }: Upload): Promise<string> {
  const file = join(folder, `${name}.body`);
  const source = Readable.from(body());
  const target = createWriteStream(file);
  if (isZipped) await pipeline(source, createGzip({ level: 9 }), target);
  else await pipeline(source, target);
  return file;
}

/** Sends a file as fast as the service takes it. */
function send({ name, type, status }: Upload, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': type, 'transfer-encoding': 'chunked' };
    const post = request(`${url}/v1/datasets`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        if (answer.statusCode === status) resolve();
        else reject(new Error(`${name}: the service answered ${answer.statusCode}`));
      });
    });
    post.once('error', reject);
    createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(post);
  });
}

function rounded(value: number): number {
  return Math.round(100 * value) / 100;
}

/** Process id of the API: a child of the service. Linux and macOS have `ps`. */
function apiProcess(parent: number): number {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const line = lines.find(
    (one) => one.includes('processes/api.ts') && one.trim().split(/\s+/)[1] === `${parent}`,
  );
  if (line === undefined) throw new Error('the API process was not found');
  return Number(line.trim().split(/\s+/)[0]);
}

function growthMiB(before: number | null, peak: number | null): number | null {
  return before === null || peak === null ? null : Math.round(peak - before);
}

/** Null outside Linux: then the growth has no goal. */
function memoryMiB(pid: number, field: 'VmRSS' | 'VmHWM'): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kib = new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1];
    return kib === undefined ? null : Number(kib) / 1_024;
  } catch {
    return null;
  }
}

function resetPeak(pid: number): void {
  try {
    execFileSync('sh', ['-c', `echo 5 > /proc/${pid}/clear_refs`], { stdio: 'ignore' });
  } catch {
    // Without the right to reset it, the peak since the start is reported.
  }
}
