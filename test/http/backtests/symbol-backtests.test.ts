import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Backtest } from '../../../src/contracts/schemas/backtests/backtest.ts';
import type {
  SymbolBacktestReport,
  SymbolBacktestWindow,
} from '../../../src/contracts/schemas/backtests/symbol-backtest.ts';
import type { Job } from '../../../src/contracts/schemas/jobs/job.ts';
import type { SymbolModel } from '../../../src/contracts/schemas/kinds/kinds.ts';
import { chainNames } from '../../../src/contracts/schemas/models/symbol-model.ts';
import { windowTable } from '../../../src/http/json/window-tables.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { ApiDocument } from '../../support/document.ts';
import { symbolCalls } from '../../support/symbols.ts';

/** In this log of orders, each state follows from the previous one, except for one random choice. */
const orders = Array.from({ length: 40 }, (_, i) =>
  ['order', 'pay', i % 3 === 0 ? 'pack' : 'ask', i % 3 === 0 ? 'send' : 'answer', 'close'].join(' '),
).join('\n');

let service: TestApp;
let calls: ReturnType<typeof symbolCalls>;
let log: SymbolModel;

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
  calls = symbolCalls(service);
  log = await calls.trained(await calls.lines(orders, { unit: 'word' }), { steps: 200 });
});
afterAll(() => service.stop());

const read = async (url: string) => (await service.app.inject(url)).json();

async function tested(body: object): Promise<Backtest & { report: SymbolBacktestReport }> {
  const created = await calls.post('/v1/backtests', body);
  expect(created.statusCode, created.body).toBe(202);
  const job: Job = await service.ended(created.json().job.id);
  expect(job.status, job.error?.detail).toBe('succeeded');
  return read(job.links.subject);
}

async function windowsOf({ id }: Backtest): Promise<SymbolBacktestWindow[]> {
  return (await read(`/v1/backtests/${id}/windows?limit=500`)).data;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('a backtest on the held-out sequences gives the metrics of the card, in total and by sequence', async () => {
  const backtest = await tested({ model_id: log.id });
  const { summary, metrics, skill, comparisons, series } = backtest.report;
  expect(backtest).toMatchObject({ status: 'ready', plan: { dataset_id: log.dataset_id } });
  expect(summary).toEqual({ on: 'held_out', sequences: 4, symbols: 20, unknown: 0, left_out: 0 });
  expect(Object.keys(metrics).sort()).toEqual(['auto', ...chainNames].sort());
  for (const [method, figures] of Object.entries(log.card!.metrics))
    expect(metrics[method].bits_per_symbol, method).toBeCloseTo(figures.bits_per_symbol, 4);
  expect(skill!.baseline).toBe(log.card!.skill!.baseline);
  expect(comparisons.map(({ baseline }) => baseline)).toEqual([...chainNames]);
  for (const { baseline, skill, lower, upper } of comparisons) {
    expect(skill).toBeCloseTo(1 - metrics.auto.bits_per_symbol / metrics[baseline].bits_per_symbol, 8);
    expect(lower!).toBeLessThanOrEqual(upper!);
  }
  for (const method of ['auto', ...chainNames])
    expect(mean(series.map((one) => one.metrics[method].bits_per_symbol))).toBeCloseTo(
      metrics[method].bits_per_symbol,
      8,
    );
});

test('the windows have the bits of each symbol, equal to those of a forecast', async () => {
  const backtest = await tested({ model_id: log.id });
  const windows = await windowsOf(backtest);
  expect(windows.map(({ series_id, start }) => [series_id, start])).toEqual(
    ['sequence_36', 'sequence_37', 'sequence_38', 'sequence_39'].map((id) => [id, 0]),
  );
  const [{ symbols, bits, baselines }] = windows;
  const { bits: told } = await calls.forecast(log, { context: symbols as string[] });
  for (const [i, value] of bits.entries()) expect(value).toBeCloseTo(told[i], 3);
  const best = backtest.report.skill!.baseline;
  expect(Object.keys(baselines)).toEqual([best]);
  const { metrics } = backtest.report;
  expect(mean(windows.flatMap((window) => window.bits))).toBeCloseTo(metrics.auto.bits_per_symbol, 3);
  expect(mean(windows.flatMap((window) => window.baselines[best]))).toBeCloseTo(
    metrics[best].bits_per_symbol,
    3,
  );
});

test('another dataset is tested with its own vocabulary: unusual symbols stand out, unknown ones are counted', async () => {
  const body = {
    kind: 'symbols',
    sequences: [
      { id: 'usual', symbols: ['order', 'pay', 'pack', 'send', 'close'] },
      { id: 'odd', symbols: ['close', 'send', 'order', 'pack', 'pay'] },
      { id: 'new', symbols: ['order', 'pay', 'bribe', 'send', 'close'] },
    ],
  };
  const other = (await calls.post('/v1/datasets', body)).json();
  const backtest = await tested({ model_id: log.id, dataset_id: other.id });
  expect(backtest).toMatchObject({ dataset_id: other.id, dataset_version: 1, model_id: log.id });
  const { summary, series } = backtest.report;
  expect(summary).toEqual({ on: 'dataset', sequences: 3, symbols: 15, unknown: 1, left_out: 0 });
  expect(series.map(({ series_id }) => series_id)).toEqual(['odd', 'new', 'usual']);
  expect(series[0].metrics.auto.bits_per_symbol).toBeGreaterThan(5);
  expect(series[2].metrics.auto.bits_per_symbol).toBeLessThan(1);
  const [usual, , novel] = await windowsOf(backtest);
  expect(usual.symbols).toEqual(['order', 'pay', 'pack', 'send', 'close']);
  expect(novel.symbols).toEqual(['order', 'pay', null, 'send', 'close']);
  expect(Math.max(...novel.bits)).toBe(novel.bits[2]);
});

test('a model with too little data to hold out is tested in-sample, which proves no skill', async () => {
  const words = await calls.trained(await calls.lines('TRIANGLE\nINTEGRAL\n'));
  const { report } = await tested({ model_id: words.id });
  expect(report).toMatchObject({ summary: { on: 'in_sample', symbols: 16 }, skill: null, comparisons: [] });
  expect(report.metrics.auto.bits_per_symbol).toBeCloseTo(words.card!.metrics.auto.bits_per_symbol, 4);
});

test('windows of a long text follow each other, and come as CSV with symbols quoted', async () => {
  const text = 'a,b "c"\nd; '.repeat(1_000);
  const model = await calls.trained(await calls.lines(text, { split: 'none' }), { steps: 20 });
  const backtest = await tested({ model_id: model.id });
  const windows = await windowsOf(backtest);
  const held = Math.round(0.1 * text.length);
  expect(windows.map(({ start }) => start)).toEqual([0, 1, 2].map((i) => text.length - held + 500 * i));
  expect(windows.flatMap(({ symbols }) => symbols).join('')).toBe(text.slice(-held));

  const url = `/v1/backtests/${backtest.id}/windows`;
  const table = await service.app.inject({ url, headers: { accept: 'text/csv' } });
  expect(table.body).toMatch(/^series_id,position,symbol,bits,(markov_\d|unigram|uniform)\n/);
  for (const cell of ['","', '""""', '"\n"', ' ']) expect(table.body).toContain(`,${cell},`);
  const first = await read(`${url}?limit=2`);
  const rest = await read(`${url}?limit=2&cursor=${first.next_cursor}`);
  expect([...first.data, ...rest.data]).toEqual(windows);
});

test('an impossible backtest is refused with an alternative', async () => {
  const numbers = await service.trained(dailyCsv(60), { horizon: 3, steps: 5 });
  const letters = await calls.lines('order\npay\n');
  const refused: [object, number, string, string][] = [
    [{ model_id: log.id, windows: 3 }, 409, 'model_kind_mismatch', 'dataset_id'],
    [{ model_id: log.id, refit: true }, 409, 'model_kind_mismatch', 'dataset_id'],
    [{ model_id: log.id, dataset_id: letters }, 409, 'dataset_kind_mismatch', '`unit` `word`'],
    [{ model_id: log.id, dataset_id: numbers.dataset_id }, 409, 'dataset_kind_mismatch', 'held-out'],
    [{ model_id: log.id, dataset_id: `ds_${'0'.repeat(32)}` }, 404, 'dataset_not_found', 'There is no'],
    [{ model_id: numbers.id, dataset_id: letters }, 409, 'model_kind_mismatch', 'model_id'],
  ];
  for (const [body, status, code, words] of refused) {
    const problem = (await calls.post('/v1/backtests', body)).json();
    expect(problem, JSON.stringify(body)).toMatchObject({ status, code });
    expect(problem.detail).toContain(words);
  }
});

test('a dataset without sequences, as an import makes it, is refused at the call', async () => {
  const bundle = (await service.app.inject(`/v1/models/${log.id}/bundle`)).rawPayload;
  const headers = { 'content-type': 'application/x-tar' };
  const url = '/v1/models/import';
  const imported = (await service.app.inject({ method: 'POST', url, headers, payload: bundle })).json();
  const answer = await calls.post('/v1/backtests', { model_id: log.id, dataset_id: imported.dataset_id });
  expect(answer.json()).toMatchObject({ status: 409, code: 'dataset_empty' });
});

test('a dataset is not deleted while a backtest uses it; the metrics stay after its deletion', async () => {
  const other = await calls.lines('order pay\npay order\n', { unit: 'word' });
  await service.stopWorker();
  const { job, backtest } = (
    await calls.post('/v1/backtests', { model_id: log.id, dataset_id: other })
  ).json();
  const url = `/v1/datasets/${other}`;
  const early = await service.app.inject({ method: 'DELETE', url });
  expect([early.statusCode, early.json().code]).toEqual([409, 'dataset_in_use']);
  service.startWorker();
  expect((await service.ended(job.id)).status).toBe('succeeded');
  expect((await service.app.inject({ method: 'DELETE', url })).statusCode).toBe(204);
  expect((await read(`/v1/backtests/${backtest.id}`)).report.summary.symbols).toBe(4);
});

test('responses match the OpenAPI document', async () => {
  const document = new ApiDocument((await service.app.inject('/openapi.json')).json());
  const list = await service.app.inject(`/v1/backtests?model_id=${log.id}&status=ready&limit=1`);
  const [{ id, summary, skill }] = list.json().data;
  expect(summary.symbols).toBeGreaterThan(0);
  expect(skill === null || skill.metric === 'bits_per_symbol').toBe(true);
  const asked: [string, string][] = [
    ['getBacktest', `/v1/backtests/${id}`],
    ['listBacktestWindows', `/v1/backtests/${id}/windows`],
    ['listBacktests', '/v1/backtests'],
  ];
  for (const [operationId, url] of asked) {
    const answer = await service.app.inject(url);
    const operation = document.operations.find((one) => one.id === operationId)!;
    expect(answer.statusCode, answer.body).toBe(200);
    expect(document.faultsOf(operation, answer), operationId).toEqual([]);
  }
});

test('nothing was logged as an error', () => {
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

test('ids and symbols that are formulas are marked in the table of windows, unless the caller keeps formulas', () => {
  const window = { series_id: '@id', start: 4, symbols: ['=1', 'pay', null], bits: [1, 2, 3], baselines: {} };
  const lines = (formulas: 'mark' | 'keep') =>
    windowTable('symbols', [window as unknown as SymbolBacktestWindow], { formulas, hasHeader: false });
  expect(lines('mark')).toBe("'@id,4,'=1,1\n'@id,5,pay,2\n'@id,6,,3\n");
  expect(lines('keep')).toBe('@id,4,=1,1\n@id,5,pay,2\n@id,6,,3\n');
});
