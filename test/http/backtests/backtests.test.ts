import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type {
  Backtest,
  BacktestPlan,
  BacktestReport,
  BacktestWindow,
} from '../../../src/contracts/schemas/backtests/backtest.ts';
import type { Job } from '../../../src/contracts/schemas/jobs/job.ts';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import type { Page } from '../../../src/contracts/schemas/primitives/page.ts';
import { jsonTasksInThreads } from '../../../src/http/json/index.ts';
import { createStore, openDatabase } from '../../../src/store/index.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { soonMs } from '../../support/soon.ts';

type NumericBacktest = Backtest & { plan: BacktestPlan; report: BacktestReport | null };

let database: TestDatabase;
let service: TestApp;
let model: Model;
let backtest: NumericBacktest;
let job: Job;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startApp({}, database);
  service.startWorker();
  model = await service.trained(dailyCsv(300), { horizon: 5, validation: { windows: 12, step: 2 } });
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

const post = (url: string, payload?: object) => service.app.inject({ method: 'POST', url, payload });
const read = async (url: string) => (await service.app.inject(url)).json();

async function windowsOf(id: string): Promise<BacktestWindow[]> {
  return (await read(`/v1/backtests/${id}/windows?limit=500`)).data;
}

test('a backtest is a job that answers with its report', async () => {
  const answer = await post('/v1/backtests', { model_id: model.id });
  expect(answer.statusCode).toBe(202);
  ({ backtest, job } = answer.json());
  expect(answer.headers.location).toBe(`/v1/jobs/${job.id}`);
  expect(job).toMatchObject({
    kind: 'backtest',
    subject: { type: 'backtest', id: backtest.id },
    model: { id: model.id, name: model.name },
    links: { subject: `/v1/backtests/${backtest.id}` },
  });
  expect(backtest).toMatchObject({
    status: 'running',
    report: null,
    plan: { windows: 12, step: 2, horizon: 5, refit: false },
  });
  expect((await service.ended(job.id)).status).toBe('succeeded');
  backtest = await read(`/v1/backtests/${backtest.id}`);
  expect(backtest).toMatchObject({ status: 'ready', error: null, dataset_version: 1 });
  expect(backtest.report!.summary).toEqual({ windows: 12, step: 2, horizon: 5, series: 1, points: 60 });
});

test('a backtest with the plan of the training gives the metrics of the card', async () => {
  const { metrics, skill } = backtest.report!;
  expect(Object.keys(metrics)).toEqual(Object.keys(model.card!.metrics));
  for (const [method, figures] of Object.entries(model.card!.metrics)) {
    expect(metrics[method].smape, method).toBeCloseTo(figures.smape!, 4);
    expect(metrics[method].mase, method).toBeCloseTo(figures.mase!, 4);
    expect(metrics[method].wql, method).toBeCloseTo(figures.wql!, 4);
  }
  expect(skill!.value).toBeCloseTo(model.card!.skill!.value, 4);
});

test('metrics by series and by step belong to the total', async () => {
  const { series, steps, metrics } = backtest.report!;
  expect(series).toHaveLength(1);
  expect(series[0]).toMatchObject({ series_id: 'y', windows: 12, points: 60 });
  for (const [method, { pit: _, ...figures }] of Object.entries(metrics))
    expect(series[0].metrics[method], method).toEqual(figures);
  expect(steps.map(({ step, points }) => [step, points])).toEqual([1, 2, 3, 4, 5].map((step) => [step, 12]));
  const mean = steps.reduce((sum, step) => sum + step.metrics.auto.smape! / steps.length, 0);
  expect(mean).toBeCloseTo(metrics.auto.smape!, 8);
});

test('the windows have forecasts and observed values, in pages', async () => {
  const windows = await windowsOf(backtest.id);
  expect(windows).toHaveLength(12);
  const last = windows.at(-1)!;
  const points = await read(`/v1/datasets/${model.dataset_id}/series/y?limit=1000`);
  expect(last.times).toEqual(points.times.slice(-5));
  expect(last.actual).toEqual(points.values.slice(-5));
  expect(last.origin).toBe(points.times.at(-6));
  for (const { median, quantiles, baselines } of windows) {
    for (const [h, middle] of median.entries()) {
      expect(quantiles['0.025'][h]).toBeLessThanOrEqual(quantiles['0.1'][h]);
      expect(quantiles['0.1'][h]).toBeLessThanOrEqual(middle);
      expect(middle).toBeLessThanOrEqual(quantiles['0.9'][h]);
    }
    expect(baselines.naive).toHaveLength(5);
  }
  const smape =
    windows
      .flatMap(({ actual, median }) =>
        actual.map((y, h) => (200 * Math.abs(y! - median[h])) / (y! + median[h])),
      )
      .reduce((sum, error) => sum + error, 0) / 60;
  expect(smape).toBeCloseTo(backtest.report!.metrics.auto.smape!, 8);

  const first = await read(`/v1/backtests/${backtest.id}/windows?limit=7`);
  const rest = await read(`/v1/backtests/${backtest.id}/windows?limit=7&cursor=${first.next_cursor}`);
  expect([...first.data, ...rest.data]).toEqual(windows);
  expect(rest.next_cursor).toBeNull();
});

test('the windows are CSV on request', async () => {
  const headers = { accept: 'text/csv' };
  const watch = vi.spyOn(service.app.apiKeys, 'watch');
  const answer = await service.app.inject({ url: `/v1/backtests/${backtest.id}/windows`, headers });
  expect(watch).toHaveBeenCalledOnce(); // the table ends with the key of its caller
  watch.mockRestore();
  const known = { ...headers, 'if-none-match': String(answer.headers.etag) };
  for (const [formulas, status] of [
    ['mark', 304],
    ['keep', 200],
  ] as const) {
    const url = `/v1/backtests/${backtest.id}/windows?formulas=${formulas}`;
    const again = await service.app.inject({ url, headers: known });
    expect([again.statusCode, again.body === ''], formulas).toEqual([status, status === 304]);
  }
  expect(answer.headers['content-type']).toContain('text/csv');
  const [head, ...lines] = answer.body.trimEnd().split('\n');
  expect(head).toMatch(/^series_id,origin,step,time,actual,median,quantile_0.025,.*naive/);
  expect(lines).toHaveLength(60);
  const [window] = await windowsOf(backtest.id);
  const { origin, times, actual, median } = window;
  expect(lines[1].split(',').slice(0, 6)).toEqual(
    ['y', origin, 2, times[1], actual[1], median[1]].map((cell) => String(cell)),
  );
});

test('a type that windows do not have is refused, and caches are told that the answer depends on Accept', async () => {
  const url = `/v1/backtests/${backtest.id}/windows`;
  const refused = await service.app.inject({ url, headers: { accept: 'image/png' } });
  expect([refused.statusCode, refused.json().code]).toEqual([406, 'accept_unsupported']);
  for (const accept of ['application/json', 'text/csv']) {
    const answer = await service.app.inject({ url, headers: { accept } });
    expect(answer.headers.vary, accept).toMatch(/\baccept\b(?!-)/);
  }
});

test('pages of large windows end by their size, and threads write tables of them', async () => {
  const url = `/v1/backtests/${backtest.id}/windows`;
  const small = await windowsOf(backtest.id);
  // Windows of a horizon of 1,000 steps follow those of 5 steps.
  const long = <T>([value]: T[]): T[] => Array(1_000).fill(value);
  const longs = (columns: Record<string, number[]>) =>
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, long(values)]));
  const large = small.map(({ times, actual, median, quantiles, baselines, ...window }) => ({
    ...{ ...window, times: long(times), actual: long(actual), median: long(median) },
    ...{ quantiles: longs(quantiles), baselines: longs(baselines) },
  }));
  const db = new pg.Client(database.url);
  await db.connect();
  await db.query(
    `INSERT INTO backtest_windows (backtest_id, tenant_id, position, told)
     SELECT $1, 'default', 12 * n + i - 1, told
     FROM jsonb_array_elements($2) WITH ORDINALITY AS windows (told, i), generate_series(1, 4) AS n`,
    [backtest.id, JSON.stringify(large)],
  );
  const sizes: number[] = [];
  const origins: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: { rawPayload: Buffer; json(): Page<BacktestWindow> } = await service.app.inject(
      `${url}?limit=500${query}`,
    );
    sizes.push(page.rawPayload.length);
    const { data, next_cursor } = page.json();
    origins.push(...data.map(({ origin }) => String(origin)));
    cursor = next_cursor;
  }
  expect(origins).toHaveLength(60);
  expect(origins.slice(12, 24)).toEqual(origins.slice(0, 12));
  expect(sizes.length).toBeGreaterThan(1);
  expect(Math.max(...sizes)).toBeLessThan(4.1 * 1024 ** 2);

  const before = jsonTasksInThreads('windowsTable');
  const table = await service.app.inject({ url, headers: { accept: 'text/csv' } });
  expect(table.body.trimEnd().split('\n')).toHaveLength(1 + 12 * 5 + 48 * 1_000);
  expect(table.body.match(/series_id/g)).toHaveLength(1);
  expect(jsonTasksInThreads('windowsTable') - before).toBeGreaterThan(sizes.length);

  // The store tells the size of a page before it reads the rest, and reads no more if there is no room for it.
  const opened = openDatabase(database.url);
  const { backtests } = createStore(opened);
  const cursor = (await read(`${url}?limit=12`)).next_cursor;
  const full = new Error('full');
  const expected: number[] = [];
  const expectBytes = (bytes: number) => {
    expected.push(bytes);
    throw full;
  };
  const size = { bytesMax: 1_000_000, expect: expectBytes };
  const reading = backtests.windows('default', backtest.id, { limit: 500, cursor }, size);
  await expect(reading).rejects.toBe(full);
  expect(expected).toEqual([1_000_000]);
  await opened.destroy();
  await db.query('DELETE FROM backtest_windows WHERE backtest_id = $1 AND position >= 12', [backtest.id]);
  await db.end();
});

test('a series whose id is a formula is marked in the table of windows, unless the caller keeps formulas', async () => {
  const id = '=HYPERLINK("http://x")';
  const values = Array.from({ length: 60 }, (_, t) => 100 + 10 * Math.sin(t / 3));
  const dataset = (await post('/v1/datasets', { series: [{ id, start: '2024-01-01', values }] })).json();
  const settings = { horizon: 2, preset: 'fast', steps: 5, hidden_size: 4, members: 1 };
  const trained = (await post('/v1/models', { dataset_id: dataset.id, ...settings })).json();
  expect((await service.ended(trained.job.id)).status).toBe('succeeded');
  const tested = (await post('/v1/backtests', { model_id: trained.model.id, windows: 1 })).json();
  expect((await service.ended(tested.job.id)).status).toBe('succeeded');
  const url = `/v1/backtests/${tested.backtest.id}/windows`;
  const headers = { accept: 'text/csv' };
  const lineOf = async (query: object) =>
    (await service.app.inject({ url, query: { ...query }, headers })).body.split('\n')[1];
  expect(await lineOf({})).toMatch(/^"'=HYPERLINK\(""http:\/\/x""\)",/);
  expect(await lineOf({ formulas: 'keep' })).toMatch(/^"=HYPERLINK\(""http:\/\/x""\)",/);
});

test('a backtest is limited to the windows that training did not use, and accepts a shorter horizon', async () => {
  const answer = await post('/v1/backtests', { model_id: model.id, windows: 200, step: 1, horizon: 2 });
  const { backtest, job } = answer.json();
  await service.ended(job.id);
  const { report } = await read(`/v1/backtests/${backtest.id}`);
  const unseen = 5 + 11 * 2; // observations after the first origin of the model's own backtest
  expect(report.summary).toMatchObject({ windows: unseen - 1, step: 1, horizon: 2 });
});

test('an impossible backtest is refused with the reason', async () => {
  const long = await post('/v1/backtests', { model_id: model.id, horizon: 6 });
  expect([long.statusCode, long.json().code]).toEqual([422, 'horizon_too_long']);
  const never = await post('/v1/backtests', { model_id: model.id, refit: true, refit_every: 0 });
  expect([never.statusCode, never.json().errors[0].path]).toEqual([422, '/refit_every']);
  const unknown = await post('/v1/backtests', { model_id: `mdl_${'0'.repeat(32)}` });
  expect(unknown.json().code).toBe('model_not_found');
  expect((await read(`/v1/backtests/bt_${'0'.repeat(32)}`)).code).toBe('backtest_not_found');
  expect((await read(`/v1/backtests/bt_${'0'.repeat(32)}/windows`)).code).toBe('backtest_not_found');
});

test('the report has the metrics of each method, and the skill of the model against each', () => {
  const { metrics, comparisons, skill, steps, series } = backtest.report!;
  expect(Object.keys(metrics)).toEqual(expect.arrayContaining(['auto', 'naive', 'naive2', 'theta', 'ets']));
  for (const [method, figures] of Object.entries(metrics)) {
    expect(figures.msis, method).toBeGreaterThan(0);
    expect(Math.abs(figures.bias!), method).toBeLessThan(0.1);
    expect(
      figures.pit!.reduce((sum, share) => sum + share, 0),
      method,
    ).toBeCloseTo(1, 10);
  }
  expect(metrics.naive2.owa).toBeCloseTo(1, 10);
  const ratios = metrics.auto.smape! / metrics.naive2.smape! + metrics.auto.mase! / metrics.naive2.mase!;
  expect(metrics.auto.owa).toBeCloseTo(ratios / 2, 10);
  const compared = comparisons!.map(({ baseline }) => baseline);
  expect(['auto', ...compared].sort()).toEqual(Object.keys(metrics).sort());
  for (const { baseline, skill, lower, upper, diebold_mariano } of comparisons!) {
    expect(skill, baseline).toBeCloseTo(1 - metrics.auto.wql! / metrics[baseline].wql!, 8);
    expect(lower!, baseline).toBeLessThan(upper!);
    // Twelve origins, three of them in a horizon.
    expect(diebold_mariano, baseline).toMatchObject({ over: 'origins', degrees_of_freedom: 11 });
    expect(Math.sign(diebold_mariano!.statistic), baseline).toBe(-Math.sign(skill!));
  }
  expect(comparisons!.find(({ baseline }) => baseline === skill!.baseline)!.lower).toBe(skill!.lower);
  expect(steps[0].metrics.auto.pit).toBeUndefined();
  expect(series[0].metrics.auto.owa).toBe(metrics.auto.owa);
});

test('with `refit`, a model is trained again before the origins', async () => {
  const plan = { windows: 4, step: 30, refit: true, refit_every: 2 };
  const created = (await post('/v1/backtests', { model_id: model.id, ...plan })).json();
  expect(created.backtest.plan).toEqual({ ...plan, horizon: 5 });
  expect((await service.ended(created.job.id)).status).toBe('succeeded');
  const { report } = await read(`/v1/backtests/${created.backtest.id}`);
  // Further back than what the model's own training left unseen.
  expect(report.summary).toEqual({ windows: 4, step: 30, horizon: 5, series: 1, points: 20 });
  const windows = await windowsOf(created.backtest.id);
  expect(windows).toHaveLength(4);
  // The weights of the model would forecast its own training part otherwise.
  const asIs = (await post('/v1/backtests', { model_id: model.id, windows: 1, step: 30 })).json();
  await service.ended(asIs.job.id);
  expect((await windowsOf(asIs.backtest.id))[0].quantiles).not.toEqual(windows[3].quantiles);
});

test('a backtest with refits reports its progress, and is cancelled within two seconds', async () => {
  const slow = await service.trained(dailyCsv(300), {
    horizon: 5,
    validation: { windows: 12 },
    preset: 'accurate',
  });
  const settings = { model_id: slow.id, windows: 60, step: 1, refit: true };
  const { job, backtest: started } = (await post('/v1/backtests', settings)).json();
  const seen = async (isDone: (job: Job) => boolean) => {
    for (;;) {
      const now: Job = await read(`/v1/jobs/${job.id}`);
      if (isDone(now)) return now;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const running = await seen(({ progress }) => progress !== null && progress.step >= 2);
  expect(running.progress).toMatchObject({ phase: 'training', steps: 60 });
  expect(running.progress!.eta_seconds).toBeGreaterThan(0);
  const asked = Date.now();
  await post(`/v1/jobs/${job.id}/cancel`);
  expect((await service.ended(job.id)).status).toBe('cancelled');
  expect(Date.now() - asked).toBeLessThan(soonMs);
  expect((await read(`/v1/backtests/${started.id}`)).status).toBe('cancelled');
});

test('backtests are listed, by model and status, without their tables, and deleted with their windows', async () => {
  const all = await read(`/v1/backtests?model_id=${model.id}&status=ready&limit=2`);
  expect(all.data).toHaveLength(2);
  expect(all.data[0].report).toBeUndefined();
  expect(all.data[0]).toMatchObject({ model_id: model.id, status: 'ready', summary: { horizon: 5 } });
  const rest = await read(`/v1/backtests?model_id=${model.id}&status=ready&cursor=${all.next_cursor}`);
  const ids = [...all.data, ...rest.data].map(({ id }: NumericBacktest) => id);
  expect(ids).toEqual([...ids].sort().reverse());
  expect(ids).toContain(backtest.id);
  expect((await read('/v1/backtests?status=cancelled')).data).toHaveLength(1);

  const url = `/v1/backtests/${ids[0]}`;
  const { job_id } = all.data[0];
  const { etag } = (await service.app.inject(url)).headers;
  const remove = (tag: unknown) =>
    service.app.inject({ method: 'DELETE', url, headers: { 'if-match': String(tag) } });
  expect((await remove('"other"')).statusCode).toBe(412);
  expect((await remove(etag)).statusCode).toBe(204);
  expect((await read(url)).code).toBe('backtest_not_found');
  expect((await read(`${url}/windows`)).code).toBe('backtest_not_found');
  expect((await read(`/v1/jobs/${job_id}`)).code).toBe('job_not_found');
  const again = await service.app.inject({ method: 'DELETE', url });
  expect(again.json().code).toBe('backtest_not_found');
});

test('a model is not deleted while a backtest runs; a cancelled backtest has no windows and can be retried', async () => {
  await service.stopWorker();
  const created = (await post('/v1/backtests', { model_id: model.id })).json();
  const url = `/v1/backtests/${created.backtest.id}`;
  const deletion = await service.app.inject({ method: 'DELETE', url: `/v1/models/${model.id}` });
  expect([deletion.statusCode, deletion.json().code]).toEqual([409, 'model_in_use']);
  const early = await service.app.inject({ method: 'DELETE', url });
  expect([early.statusCode, early.json().code]).toEqual([409, 'backtest_in_use']);
  const waiting = await read(`${url}/windows`);
  expect(waiting).toMatchObject({ code: 'backtest_not_ready', retryable: true });
  expect((await post(`/v1/jobs/${created.job.id}/cancel`)).json().status).toBe('cancelled');
  expect((await read(url)).status).toBe('cancelled');
  const windows = await service.app.inject(`${url}/windows`);
  expect([windows.statusCode, windows.json().code]).toEqual([409, 'backtest_failed']);
  expect(windows.json().retryable).toBe(false);

  expect((await post(`/v1/jobs/${created.job.id}/retry`)).statusCode).toBe(202);
  expect((await read(url)).status).toBe('running');
  service.startWorker();
  expect((await service.ended(created.job.id)).status).toBe('succeeded');
  expect((await read(url)).status).toBe('ready');
  expect((await read(`/v1/models/${model.id}`)).status).toBe('ready');
});

test('a backtest reads the version of the data at the time of the request', async () => {
  await service.stopWorker();
  const created = (await post('/v1/backtests', { model_id: model.id })).json();
  const [{ times }] = (await windowsOf(backtest.id)).slice(-1);
  const observations = { series: [{ id: 'y', times, values: times.map(() => 1_000) }] };
  const added = await post(`/v1/datasets/${model.dataset_id}/observations`, observations);
  expect(added.json().version, added.body).toBe(2);
  service.startWorker();
  expect((await service.ended(created.job.id)).status).toBe('succeeded');
  expect(await windowsOf(created.backtest.id)).toEqual(await windowsOf(backtest.id));

  const later = (await post('/v1/backtests', { model_id: model.id })).json();
  expect(later.backtest.dataset_version).toBe(2);
  await service.ended(later.job.id);
  expect((await windowsOf(later.backtest.id)).at(-1)!.actual).toEqual(observations.series[0].values);
});

test('a model is deleted with its backtests', async () => {
  expect((await service.app.inject({ method: 'DELETE', url: `/v1/models/${model.id}` })).statusCode).toBe(
    204,
  );
  expect((await read(`/v1/backtests/${backtest.id}`)).code).toBe('backtest_not_found');
  expect((await read(`/v1/jobs/${job.id}`)).code).toBe('job_not_found');
});

test('a dataset that became shorter is not tested where the model was trained', async () => {
  const model = await service.trained(dailyCsv(150), { horizon: 5, steps: 5, hidden_size: 6, members: 1 });
  const points = await read(`/v1/datasets/${model.dataset_id}/series/y?limit=1000`);
  const [from, to] = [points.times[100], points.times.at(-1)];
  const url = `/v1/datasets/${model.dataset_id}/observations?series_id=y&from=${from}&to=${to}`;
  expect((await service.app.inject({ method: 'DELETE', url })).statusCode).toBe(200);
  const error = async () => {
    const created = (await post('/v1/backtests', { model_id: model.id, windows: 50 })).json();
    return (await service.ended(created.job.id)).error?.code;
  };
  expect(await error()).toBe('series_too_short');
  // Weights of earlier versions do not tell where the training ended. The version that it read is still kept.
  const client = new pg.Client(database.url);
  await client.connect();
  const { rowCount } = await client.query(
    `UPDATE model_weights SET bytes = overlay(bytes PLACING 'x' FROM position('trained_until' IN bytes)) WHERE model_id = $1`,
    [model.id],
  );
  await client.end();
  expect(rowCount).toBe(1);
  expect(await error()).toBe('series_too_short');
});
