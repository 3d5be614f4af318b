/** `npm run bench:scale -- [--workers 1,2] [--jobs 200] [--queued 10000] [--rounds 2] [--backend redis|postgres]
 *  [--json]`: how the work of a deployment grows with its workers. PostgreSQL, the queue, the API and the workers share
 *  this machine. Lines for readers go to stdout or, with `--json`, to stderr; then the last line
 *  of stdout is the JSON. */
import { parseArgs } from 'node:util';
import { jsonLine } from '../goals.ts';
import { type Figure, goalsOf } from '../service/figures.ts';
import { hostFacts, loadNow } from '../service/host.ts';
import { figureLine } from '../service/report.ts';
import { type BackendName, backends } from '../service/stack.ts';
import { idleWorkers, longQueue, throughput, tinyThroughput } from './figures.ts';
import { startFleet } from './fleet.ts';

const { values: options } = parseArgs({
  options: {
    workers: { type: 'string', default: '1,2' },
    jobs: { type: 'string', default: '200' },
    queued: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '2' },
    backend: { type: 'string', default: 'redis' },
    json: { type: 'boolean', default: false },
  },
});
const idleSeconds = 30;

const say = (line: string) => (options.json ? process.stderr : process.stdout).write(`${line}\n`);
const backend = backends.find((name) => name === options.backend);
const workers = options.workers.split(',').map(Number);
const [jobs, queued, rounds] = [options.jobs, options.queued, options.rounds].map(Number);
if (
  backend === undefined ||
  [...workers, jobs, queued, rounds].some((one) => !Number.isInteger(one) || one < 1)
) {
  process.stderr.write(
    '--workers, --jobs, --queued and --rounds are positive integers; --backend is redis or postgres\n',
  );
  process.exit(2);
}
await measure(backend);

async function measure(backend: BackendName): Promise<void> {
  const started = performance.now();
  const host = { ...hostFacts(), load_before: loadNow() };
  say(`${host.cpu}, ${host.cores} cores; load ${host.load_before}; queue on ${backend}`);
  const figures: Figure[] = [];
  const add = (...measured: Figure[]) => {
    figures.push(...measured);
    for (const one of measured) say(figureLine(one, goalsOf([one])));
  };
  const fleet = await startFleet(backend);
  const stopAndExit = () => void fleet.stop().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stopAndExit);
  try {
    add(await idleWorkers(fleet, idleSeconds));
    add(...(await tinyThroughput(fleet, { workers, jobs, rounds })));
    add(...(await throughput(fleet, { workers, jobs, rounds })));
    add(...(await longQueue(fleet, queued)));
  } finally {
    await fleet.stop();
  }
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  say(`${seconds} s`);
  const report = {
    backend,
    workers,
    jobs,
    queued,
    rounds,
    host: { ...host, load_after: loadNow() },
    seconds,
    figures,
  };
  if (options.json) process.stdout.write(jsonLine(report, goalsOf(figures)));
}
