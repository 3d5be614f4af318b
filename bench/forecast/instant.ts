/** `npm run bench:instant`: how long an instant forecast takes over HTTP, from the first byte of the request to the
 *  last of the answer, for one series and for a thousand in one call. The service runs as `npm start` runs it, with its
 *  own database in a temporary folder. 200 points a series, 24 steps, the levels 80 and 95.
 *  The last line of `--json` is the report; without it, a table. */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRng } from '../../src/engine/index.ts';
import { atMost, goalLines, jsonLine } from '../goals.ts';
import { serve } from '../service/running-service.ts';

const points = 200;
const season = 12;
const options = { horizon: 24, levels: [80, 95] };
/** Calls whose median is reported, after warm-up calls; and goals for an idle machine. */
const calls = [
  { name: 'one_series_ms', series: 1, warmUps: 50, repeats: 200, msMax: 10 },
  { name: 'thousand_series_ms', series: 1_000, warmUps: 2, repeats: 7, msMax: 1_200 },
];

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const folder = mkdtempSync(join(tmpdir(), 'gatecast-bench-'));
const { child, url } = await serve(folder);
const agent = new Agent({ keepAlive: true });
const rows = [];
try {
  for (const { name, series, warmUps, repeats, msMax } of calls) {
    const body = Buffer.from(JSON.stringify({ series: monthlySeries(series), ...options }));
    const times: number[] = [];
    for (let n = -warmUps; n < repeats; n++) {
      const ms = await post(body);
      if (n >= 0) times.push(ms);
    }
    const median = times.sort((a, b) => a - b)[Math.floor(repeats / 2)];
    rows.push({ name, median: Math.round(100 * median) / 100, msMax });
  }
} finally {
  agent.destroy();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
const goals = rows.flatMap(({ name, median, msMax }) => atMost(name, msMax, median));
if (values.json) process.stdout.write(jsonLine({ points, ...options, rows }, goals));
else {
  console.table(rows);
  process.stdout.write(`${goalLines(goals).join('\n')}\n`);
}

function monthlySeries(count: number): object[] {
  const rng = createRng(1);
  return Array.from({ length: count }, (_, n) => ({
    id: `s${n}`,
    start: '2000-01-01',
    freq: 'M',
    values: Array.from(
      { length: points },
      (_, t) => 100 + n + 10 * Math.sin((2 * Math.PI * t) / season) + 3 * rng.normal(),
    ),
  }));
}

/** Milliseconds of a call. */
function post(body: Buffer): Promise<number> {
  const started = performance.now();
  const headers = { 'content-type': 'application/json', 'content-length': body.byteLength };
  return new Promise((resolve, reject) => {
    const call = request(`${url}/v1/forecasts`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.once('error', reject);
      answer.once('end', () => {
        if (answer.statusCode === 200) resolve(performance.now() - started);
        else reject(new Error(`the service answered ${answer.statusCode}`));
      });
    });
    call.once('error', reject);
    call.end(body);
  });
}
