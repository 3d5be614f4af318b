import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { BackgroundTask } from '../../src/contracts/ports/index.ts';
import { AppError } from '../../src/errors.ts';
import { createTaskMetrics } from '../../src/observability/index.ts';
import { createOutageLog } from '../../src/outage-log.ts';
import { createFairGate, currentCall, poolOfCalls } from '../../src/sharing/index.ts';
import { createWebhookSender } from '../../src/webhooks/index.ts';
import { type BackgroundTaskDeps, handleBackgroundTask } from '../../workers/background-tasks.ts';
import { createPastOutages } from '../../workers/outages.ts';
import { createTurns } from '../../workers/turn.ts';
import {
  claimed,
  createTraining,
  sampleDataset,
  sampleResult,
  sampleSeries,
  sampleSpec,
  useStore,
} from '../store/samples.ts';

const used = useStore();
const silent = pino({ level: 'silent' });
const sender = createWebhookSender({ allow: ['127.0.0.0/8'], version: 'test' });

/** The tasks of a worker that can be stopped, with one slot for scheduled work. Only the computations of
 *  forecasts are made up. */
function worker(calls: Partial<BackgroundTaskDeps['calls']> = {}) {
  const [stopping, leaving] = [new AbortController(), new AbortController()];
  const gate = createFairGate({
    ...{ slots: 1, slotsPerTenant: 1, slotsSpare: 0, waitingMax: 9, waitingPerTenantMax: 9 },
    ...{ msMax: null, graceMs: 0, subject: 'tests' },
  });
  const outage = () => createOutageLog(silent, { failing: 'failing', again: 'again' });
  const { ticks, watches, models, outbox, cleaner } = used.store;
  const deps: BackgroundTaskDeps = {
    ...{ ticks, watches, models, outbox, cleaner, log: silent, send: sender.send },
    ...{ stopping: stopping.signal, leaving: leaving.signal },
    calls: calls as BackgroundTaskDeps['calls'],
    queue: {} as BackgroundTaskDeps['queue'], // no trainings here
    unqueuedJobs: outage(),
    inTurn: createTurns(gate, stopping.signal),
    pastOutages: createPastOutages(),
    metrics: createTaskMetrics(new Registry()),
    lostSecret: { isTold: false },
    resultLog: outage(),
    watchLogs: { refused: outage(), failed: outage() },
    watchPasses: new Map(),
    watchedModels: new Set(),
  };
  return {
    stopping,
    leaving,
    handle: (task: BackgroundTask, id: string) => handleBackgroundTask(deps, task, id, false),
  };
}

/** Id of a model that is ready, with so many series. */
async function readyModel(series = 1): Promise<string> {
  const names = Array.from({ length: series }, (_, i) => sampleSeries(`s${i}`, 30));
  const dataset = await used.store.datasets.create('acme', sampleDataset(names));
  const asked = { name: 'm', tags: [], dataset, spec: sampleSpec, requestId: null };
  const { model, job } = await used.store.models.create('acme', asked);
  await used.store.leases.succeed(await claimed(used.store, job.id), sampleResult());
  return model.id;
}

/** Adds a row without a value, of a day of January 2021, to each of so many series. */
function addEmptyRows(datasetId: string, series: number, day: number) {
  const rows = Array.from({ length: series }, (_, i) => ({
    ...{ ...sampleSeries(`s${i}`, 1), times: Float64Array.of(Date.UTC(2021, 0, day)) },
    values: Float64Array.of(Number.NaN),
  }));
  const options = { missingReplaces: true, allowsNewSeries: false, isDryRun: false };
  return used.store.datasets.addObservations('acme', datasetId, rows, options);
}

async function schedule(modelId: string) {
  const every = {
    kind: 'forecast',
    every: 'P1D',
    time_zone: 'UTC',
    enabled: true,
    model_id: modelId,
  } as const;
  const { id } = await used.store.schedules.create('acme', every);
  const task: BackgroundTask = { errand: 'tick', schedule_id: id, revision: 1 };
  return { id, task };
}

test('a worker that stops gives back the runs of schedules that it computes and that wait, and begins no others', async () => {
  const modelId = await readyModel();
  const [running, waiting, last] = [
    await schedule(modelId),
    await schedule(modelId),
    await schedule(modelId),
  ];
  const begun = Promise.withResolvers<void>();
  let computed = 0;
  // A pool whose task runs until its signal ends it.
  const pool = poolOfCalls({
    run: (_task: unknown, { signal }: { signal: AbortSignal }) =>
      new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new AppError('call_abandoned')));
        begun.resolve();
      }),
  } as Parameters<typeof poolOfCalls>[0]);
  const { handle, stopping } = worker({
    async computePacked() {
      computed++;
      return pool.run({});
    },
  });
  const handled = [handle(running.task, 'tick-1'), handle(waiting.task, 'tick-2')];
  await begun.promise;
  stopping.abort();
  expect(await Promise.all(handled)).toEqual(['deferred', 'deferred']);
  expect(await handle(last.task, 'tick-3')).toBe('deferred');
  expect(computed).toBe(1);
  for (const { id } of [running, waiting, last])
    expect(await used.store.schedules.get('acme', id)).toMatchObject({ last_run: null });
});

test('a worker that stops ends an anomaly watch after the batch that it checks, and the next one continues there', async () => {
  const modelId = await readyModel(51);
  const { dataset_id: datasetId } = await used.store.models.update('acme', modelId, { anomaly_level: 99 });
  const more = Array.from({ length: 51 }, (_, i) => ({
    ...sampleSeries(`s${i}`, 1),
    times: Float64Array.of(Date.UTC(2021, 0, 1)),
  }));
  await used.store.datasets.addObservations('acme', datasetId, more, {
    ...{ missingReplaces: true, allowsNewSeries: false, isDryRun: false },
  });
  const checked: string[][] = [];
  const task: BackgroundTask = { errand: 'watch', model_id: modelId, version: 2 };
  const workerThat = (stops: boolean) => {
    const made = worker({
      async newAnomalies(_tenant, _model, _level, series) {
        expect(currentCall().signal).toBe(made.stopping.signal);
        checked.push(series.map(({ id }) => id));
        if (stops) made.stopping.abort();
        const until = Date.UTC(2030, 0, 1);
        return { version: 2, series: series.map((one) => ({ ...one, until, anomalies: [] })), rest: [] };
      },
    });
    return made;
  };
  expect(await workerThat(true).handle(task, modelId)).toBe('deferred');
  expect(checked.map(({ length }) => length)).toEqual([50]);
  expect(await workerThat(false).handle(task, modelId)).toBe('ended');
  expect(checked.slice(1)).toEqual([['s50']]);
});

test('a long anomaly watch continues behind the series that had no values, also after further changes of the data', async () => {
  const modelId = await readyModel(51);
  const { dataset_id: datasetId } = await used.store.models.update('acme', modelId, { anomaly_level: 99 });
  const addRows = (day: number) => addEmptyRows(datasetId, 51, day);
  const now = performance.now.bind(performance);
  let aheadMs = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + aheadMs);
  onTestFinished(() => clock.mockRestore());
  const checked: string[][] = [];
  const { handle } = worker({
    async newAnomalies(_tenant, _model, _level, series) {
      checked.push(series.map(({ id }) => id));
      aheadMs += 60_000; // longer than a turn
      const { version } = await used.store.datasets.get('acme', datasetId);
      return { version, series: series.map((one) => ({ ...one, until: null, anomalies: [] })), rest: [] };
    },
  });
  const run = (version: number) => handle({ errand: 'watch', model_id: modelId, version }, modelId);
  await addRows(1);
  expect(await run(2)).toBe('deferred');
  await addRows(2);
  expect(await run(3)).toBe('deferred');
  expect(checked.map(({ length }) => length)).toEqual([50, 1]);
  expect(checked[1]).toEqual(['s50']);
  expect(await run(3)).toBe('deferred');
  expect(await run(3)).toBe('ended');
  expect(checked.slice(2)).toEqual(checked.slice(0, 2));
  expect(await used.store.watches.find({ modelId, version: 3 })).toBeNull();
});

test('a worker searches a model once at a time, and goes on to a version that is made meanwhile', async () => {
  const modelId = await readyModel();
  const { dataset_id: datasetId } = await used.store.models.update('acme', modelId, { anomaly_level: 99 });
  const [begun, ends] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let batches = 0;
  const { handle } = worker({
    async newAnomalies(_tenant, _model, _level, series) {
      batches++;
      const { version } = await used.store.datasets.get('acme', datasetId);
      begun.resolve();
      await ends.promise;
      return { version, series: series.map((one) => ({ ...one, until: null, anomalies: [] })), rest: [] };
    },
  });
  const run = (version: number) => handle({ errand: 'watch', model_id: modelId, version }, modelId);
  await addEmptyRows(datasetId, 1, 1);
  const first = run(2);
  await begun.promise;
  await addEmptyRows(datasetId, 1, 2);
  const second = run(3);
  ends.resolve();
  expect(await Promise.all([first, second])).toEqual(['ended', 'deferred']);
  expect(batches).toBe(2);
  expect(await used.store.watches.find({ modelId, version: 3 })).toBeNull();
});

test('a worker that leaves waits no longer for the receiver of a webhook, and counts no attempt', async () => {
  const posted = Promise.withResolvers<void>();
  const server = createServer(() => posted.resolve()); // never answers
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  await used.store.webhooks.create('acme', {
    ...{ url, events: ['job.cancelled'], description: '', enabled: true, secret: sender.newSecret() },
  });
  const { job } = await createTraining(used.store);
  await used.store.jobs.cancel('acme', job.id);
  const [due] = await used.store.outbox.due(1);
  const { handle, stopping, leaving } = worker();
  const handled = handle({ errand: 'deliver', delivery_id: due.id, attempt: due.attempt }, 'one');
  await posted.promise;
  stopping.abort();
  leaving.abort();
  expect(await handled).toBe('deferred');
  expect(await used.store.outbox.load(due)).toMatchObject({ id: due.id }); // its attempt is still to be made
});
