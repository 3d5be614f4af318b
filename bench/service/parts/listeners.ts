import type pg from 'pg';
import { newId } from '../../../src/contracts/schemas/index.ts';
import { median } from '../../statistics.ts';
import { figure, notAvailable } from '../figures.ts';
import { fillTable } from '../fill.ts';
import { preciseNow, startListeners } from '../load/listeners.ts';
import { memoryMiB } from '../processes.ts';
import { startServiceProcess } from '../service-process.ts';
import type { Part } from './part.ts';

const warmUpCalls = 200;
/** An event of progress is written at most once a second. */
const betweenEventsMs = 1_100;
/** As a worker writes it that reaches no new step: the job is not taken for that of a dead worker. */
const beatOf = 'UPDATE jobs SET heartbeat_at = clock_timestamp() WHERE id = $1';
const beatMs = 4_000;
/** Many listeners to one job of a fresh API process: its memory, and the time from the row's change
 *  to the last listener. */
export const listeners: Part = {
  name: 'listeners',
  figures: ['sse_memory_per_client', 'sse_last_client'],
  async measure(bench) {
    const { database, settings } = await bench.stack();
    const jobId = await runningJob(database, (await bench.panelModel()).model.job_id as string);
    bench.defer(() => database.query('DELETE FROM jobs WHERE id = $1', [jobId]));
    const beat = setInterval(() => void database.query(beatOf, [jobId]), beatMs);
    bench.defer(() => clearInterval(beat));
    const api = await startServiceProcess('api', settings);
    bench.defer(() => api.stop());
    const clients = startListeners();
    bench.defer(() => clients.stop());

    const { listeners: wanted, listenersSettle: settle } = bench.sizes;
    for (let n = 0; n < warmUpCalls; n++) await (await fetch(`${api.url}/v1/jobs/${jobId}`)).text();
    await new Promise((resolve) => setTimeout(resolve, settle.beforeMs));
    const before = memoryMiB(api.pid, 'VmRSS');
    const opened = await clients.ask({ open: { url: `${api.url}/v1/jobs/${jobId}/events`, count: wanted } });
    const kibOfEach = () => (1_024 * (memoryMiB(api.pid, 'VmRSS') - before)) / opened.listeners;
    const kibAtOnce = kibOfEach();
    await new Promise((resolve) => setTimeout(resolve, settle.afterMs));
    const kib = kibOfEach();

    const delays: number[] = [];
    for (let n = 1; n <= bench.sizes.events; n++) {
      const received = clients.ask({ wait: `"step":${7_000_000 + n}` });
      const changedAt = preciseNow();
      await changeProgress(database, jobId, 7_000_000 + n);
      delays.push((await received).lastAt - changedAt);
      await new Promise((resolve) => setTimeout(resolve, betweenEventsMs));
    }
    await clients.ask({ close: true });
    if (opened.listeners < wanted) {
      const reason =
        `the service accepts ${opened.listeners} of ${wanted} listeners (${opened.refusal}): with these, ` +
        `${kib.toFixed(1)} KiB for each, and ${median(delays).toFixed(0)} ms to the last one`;
      return this.figures.map((name) => notAvailable(name, reason));
    }
    return [
      figure(
        'sse_memory_per_client',
        'KiB',
        kib,
        { atMost: 20 },
        { listeners: opened.listeners, at_once_kib: kibAtOnce },
      ),
      figure('sse_last_client', 'ms', median(delays), { atMost: 250 }, { worst_ms: Math.max(...delays) }),
    ];
  },
};

/** A job that no worker takes, because it is running already. */
async function runningJob(database: pg.Pool, sampleId: string): Promise<string> {
  const { rows } = await database.query('SELECT count(*)::int AS jobs FROM jobs');
  const marker = newId('job');
  await fillTable(database, 'jobs', rows[0].jobs + 1, {
    id: sampleId,
    status: 'running',
    request_id: marker,
    finished_at: null,
    event_count: 0,
    heartbeat_at: new Date().toISOString(),
    progress_event_at: null,
    progress: null,
  });
  const { rows: found } = await database.query('SELECT id FROM jobs WHERE request_id = $1', [marker]);
  await changeProgress(database, found[0].id, 1);
  return found[0].id;
}

async function changeProgress(database: pg.Pool, jobId: string, step: number): Promise<void> {
  const progress = {
    fraction: 0.5,
    phase: 'training',
    epoch: 1,
    step,
    steps: 10_000_000,
    loss: 0.1,
    validation_loss: null,
    elapsed_seconds: 1,
    eta_seconds: 1,
  };
  await database.query('UPDATE jobs SET progress = $2 WHERE id = $1', [jobId, JSON.stringify(progress)]);
}
