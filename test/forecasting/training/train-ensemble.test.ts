import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { control, type JobMessage } from '../../../src/contracts/ports/index.ts';
import { decodeSafetensors, encodeSafetensors } from '../../../src/engine/index.ts';
import { forecast } from '../../../src/forecasting/serving/thread.ts';
import { decodeCheckpoint } from '../../../src/forecasting/training/checkpoint.ts';
import { train } from '../../../src/forecasting/training/train-model.ts';
import { createSupervision } from '../../../src/training/supervision.ts';
import { controlWords, watched } from '../../support/supervision.ts';
import {
  forecastTask,
  header,
  randomWalk,
  run,
  seasonalSeries,
  seriesOf,
  specOf,
  succeeded,
} from '../support.ts';

const small = { hidden_size: 6, steps: 60, batch_size: 16, context_length: 16 };
const task = { spec: specOf(small), series: [seriesOf(randomWalk(500))] };

function checkpoints(messages: JobMessage[]) {
  return messages.filter((message) => message.type === 'checkpoint');
}
function progress(messages: JobMessage[]) {
  return messages.filter((message) => message.type === 'progress').map((message) => message.progress);
}

test('the same seed gives the same bytes, however fast the clock runs; another seed gives others', async () => {
  const one = succeeded(await run(task));
  const other = succeeded(await run(task, () => {}, 7));
  expect(other.weights.sha256).toBe(one.weights.sha256);
  expect(succeeded(await run({ ...task, spec: specOf({ ...small, seed: 2 }) })).weights.sha256).not.toBe(
    one.weights.sha256,
  );
});

for (const cell of ['rnn', 'lstm', 'gru'] as const)
  test(`${cell}: a training resumed from any checkpoint ends with the same weights and card`, async () => {
    const cut = { ...task, spec: specOf({ ...small, cell, layers: 2, steps: 40 }) };
    const whole = await run(cut, () => {}, 400);
    const { weights, card, spec } = succeeded(whole);
    const taken = checkpoints(whole.messages);
    expect(taken.length).toBeGreaterThan(3);
    for (const { bytes } of [taken[0], taken[Math.floor(taken.length / 2)], taken.at(-1)!]) {
      const resumed = succeeded(await run({ ...cut, checkpoint: bytes }));
      expect(resumed.weights.sha256).toBe(weights.sha256);
      expect(resumed.spec).toEqual(spec);
      expect({ ...resumed.card, training: { ...resumed.card.training, seconds: 0 } }).toEqual({
        ...card,
        training: { ...card.training, seconds: 0 },
      });
    }
  });

test('members make all steps if the values before the held-out parts are constant', async () => {
  const sales = seasonalSeries(400, 7, 2).map((value, t) => (t < 250 ? 0 : value));
  const launch = {
    ...small,
    family: 'seasonal',
    season_length: 7,
    horizon: 7,
    members: 1,
    steps: 8,
  } as const;
  const { weights, card } = succeeded(await run({ spec: specOf(launch), series: [seriesOf(sales)] }));
  expect(card.training.windows).toBe(0); // of the first held-out network
  const { metadata } = decodeSafetensors(weights.bytes);
  expect(JSON.parse(metadata['members.0.spec']).steps).toBe(8);
});

test('a suspended training sends a last checkpoint and continues from it', async () => {
  const { weights } = succeeded(await run(task));
  const suspended = await run(task, (message, words) => {
    if (message.type === 'progress' && message.progress.step >= 11) words[control.command] = control.suspend;
  });
  expect(suspended.outcome).toEqual({ status: 'suspended' });
  const last = checkpoints(suspended.messages).at(-1)!;
  expect(last.step).toBe(decodeCheckpoint(last.bytes)!.current.get(0)!.step);
  expect(last.step).toBeGreaterThanOrEqual(11);
  expect(last.step).toBeLessThan(16);
  const resumed = await run({ ...task, checkpoint: last.bytes, elapsedSeconds: 9 });
  expect(succeeded(resumed).weights.sha256).toBe(weights.sha256);
  expect(progress(resumed.messages)[0].elapsed_seconds).toBeGreaterThan(9);
  expect(progress(resumed.messages)[0].step).toBe(last.step);
});

test('a training suspended before its first step has the losses of an undisturbed one, each once', async () => {
  const { card } = succeeded(await run(task));
  const { supervision, messages } = watched();
  const untouched = { header, checkpoint: null, initialWeights: null, kernel: null };
  const outcome = await train({ ...task, ...untouched }, { ...supervision, order: () => 'suspend' });
  expect(outcome).toEqual({ status: 'suspended' });
  const [{ bytes, step }] = checkpoints(messages);
  expect(step).toBe(0);
  const resumed = succeeded(await run({ ...task, checkpoint: bytes }));
  expect(resumed.card.training.loss).toEqual(card.training.loss);
});

test('a checkpoint of another version is ignored: the training starts over', async () => {
  const whole = await run(task);
  const { tensors, metadata } = decodeSafetensors(checkpoints(whole.messages).at(-1)!.bytes);
  const older = encodeSafetensors(
    [...tensors].map(([name, tensor]) => ({ ...tensor, name })),
    { ...metadata, version: '2' },
  );
  const again = await run({ ...task, checkpoint: older });
  expect(progress(again.messages)[0].step).toBe(0);
  expect(succeeded(again).weights.sha256).toBe(succeeded(whole).weights.sha256);
});

test('a training suspended in its backtest starts again from the end of the training', async () => {
  const { weights } = succeeded(await run(task));
  const tickMs = 1_000; // each end of a network is old enough to be saved
  const suspendInBacktest = (message: JobMessage, words: Int32Array) => {
    if (message.type === 'progress' && message.progress.phase === 'backtest')
      words[control.command] = control.suspend;
  };
  const suspended = await run(task, suspendInBacktest, tickMs);
  expect(suspended.outcome).toEqual({ status: 'suspended' });
  const last = checkpoints(suspended.messages).at(-1)!;
  expect(decodeCheckpoint(last.bytes)).toMatchObject({ current: { size: 0 }, done: { size: 1 + 3 } });
  const resumed = await run({ ...task, checkpoint: last.bytes });
  expect(succeeded(resumed).weights.sha256).toBe(weights.sha256);
});

test('a cancelled training stops within a step and publishes nothing', async () => {
  const cancelled = await run(task, (_, words) => {
    words[control.command] = control.cancel;
  });
  expect(cancelled.outcome).toEqual({ status: 'cancelled' });
  expect(cancelled.messages).toHaveLength(1);
});

test('progress increases, names its phase, and is reported at most four times a second', async () => {
  const tickMs = 20;
  const { messages } = await run(task, () => {}, tickMs);
  const reports = progress(messages);
  for (let i = 1; i < reports.length; i++) {
    expect(reports[i].fraction).toBeGreaterThanOrEqual(reports[i - 1].fraction);
    expect(reports[i].elapsed_seconds).toBeGreaterThan(reports[i - 1].elapsed_seconds);
  }
  const training = reports.filter(({ phase }) => phase === 'training');
  const apart = training.slice(1).map((report, i) => report.elapsed_seconds - training[i].elapsed_seconds);
  expect(Math.min(...apart)).toBeGreaterThan(0.24);
  expect(reports.at(-1)).toMatchObject({ phase: 'publishing', fraction: 1 });
  expect(training.at(-1)!.eta_seconds).toBeGreaterThanOrEqual(0);
});

test('the thread waits while two checkpoints are unsaved, and still follows orders', async () => {
  const words = controlWords();
  const sent: JobMessage[] = [];
  const supervision = createSupervision({
    elapsedSeconds: 0,
    control: words.buffer as SharedArrayBuffer,
    send: (message) => sent.push(message),
    clock: () => 0,
  });
  const bytes = () => new Uint8Array(1);
  expect(supervision.checkpoint(bytes, 1)).toBe(true);
  expect(supervision.checkpoint(bytes, 2)).toBe(true);

  // Another thread stores one of them, and later asks for a suspension.
  const after = (ms: number, word: number, value: number) =>
    new Worker(
      `const { workerData: { buffer, ms, word, value } } = require('node:worker_threads');
       setTimeout(() => { const words = new Int32Array(buffer); Atomics.store(words, word, value); Atomics.notify(words, 1); }, ms);`,
      { eval: true, workerData: { buffer: words.buffer, ms, word, value } },
    );
  after(100, control.checkpointsSaved, 1);
  expect(supervision.checkpoint(bytes, 3)).toBe(true);
  expect(words[control.checkpointsSaved]).toBe(1);
  after(100, control.command, control.suspend);
  expect(supervision.checkpoint(bytes, 4)).toBe(false);
  expect(sent).toHaveLength(3);
});

test('large checkpoints are sent less often, and the thread waits for one that is not saved', () => {
  const words = controlWords();
  let now = 0;
  const supervision = createSupervision({
    ...{ elapsedSeconds: 0, control: words.buffer as SharedArrayBuffer, send() {}, clock: () => now },
  });
  const dueAt = () => {
    const begin = now;
    while (!supervision.checkpointDue()) now += 500;
    return now - begin;
  };
  const bytes = (count: number) => () => new Uint8Array(count);
  expect(dueAt()).toBe(2_000);
  for (const [n, [size, ms]] of [
    [1_000, 2_000],
    [3_072_000, 3_000],
    [8_000_000, 5_000],
  ].entries()) {
    expect(supervision.checkpoint(bytes(size), n)).toBe(true);
    words[control.checkpointsSaved] = n + 1;
    expect(dueAt()).toBe(ms);
  }
  expect(supervision.checkpoint(bytes(8_000_000), 4)).toBe(true);
  expect(dueAt()).toBe(2_000); // it is not saved
  words[control.command] = control.suspend; // else the thread would wait for it
  expect(supervision.checkpoint(bytes(1), 5)).toBe(false);
});

test('a loss that stops being finite fails the job with its own code', async () => {
  const { outcome } = await run({
    ...task,
    spec: specOf({ ...small, learning_rate: 1, steps: 60, weight_decay: 1e30 }),
  });
  expect(outcome).toMatchObject({ status: 'failed', problem: { code: 'training_diverged' } });
});

test('the first recorded loss is that of the base forecast, and it goes down', async () => {
  const { card } = succeeded(
    await run({ spec: specOf({ steps: 120 }), series: [seriesOf(seasonalSeries(800, 12, 2))] }),
  );
  const losses = card.training.loss;
  expect(losses[0].step).toBe(0);
  expect(losses.at(-1)!.loss).toBeLessThan(0.9 * losses[0].loss);
  expect(card.training.best_step).toBeGreaterThan(0);
});

test('early stopping keeps the weights of the best validation loss of a season', async () => {
  const season = { family: 'seasonal', season_length: 12 } as const;
  const { card } = succeeded(
    await run({
      spec: specOf({ ...season, hidden_size: 64, learning_rate: 0.02, dropout: 0, members: 1, steps: 400 }),
      series: [seriesOf(seasonalSeries(240, 12, 8))],
    }),
  );
  const { loss, best_step, steps } = card.training;
  const best = loss.reduce((a, b) => (b.validation_loss! < a.validation_loss! ? b : a));
  expect(best_step).toBe(best.step);
  expect(steps).toBeLessThan(400);
});

test.each([
  { family: 'short', members: 1 },
  { family: 'prices', members: 1 },
] as const)(
  '$family: one window of a series, or one year, stops no training, however it went',
  async (family) => {
    // A first step that is far too long makes the untrained network the best one.
    const { card, weights } = succeeded(
      await run({
        spec: specOf({ ...small, ...family, learning_rate: 0.1, steps: 100 }),
        series: [seriesOf(randomWalk(400))],
      }),
    );
    const { loss, best_step } = card.training;
    const best = loss.reduce((a, b) => (b.validation_loss! < a.validation_loss! ? b : a));
    expect(best.step).toBeLessThan(20);
    expect(best_step).toBe(60); // the evaluation makes 0.6 of the steps
    const { metadata } = decodeSafetensors(weights.bytes);
    expect(JSON.parse(metadata['members.0.spec']).steps).toBe(100);
  },
);

test('a training that needs too much memory is refused with the amount and with settings that need less', async () => {
  const large = { context_length: 1_000, hidden_size: 512, layers: 4, cell: 'lstm' as const };
  const series = [seriesOf(seasonalSeries(3_000, 12, 2))];
  const wide = await run({ series, spec: specOf({ ...large, steps: 1, batch_size: 1_024 }) });
  expect(wide.outcome).toMatchObject({ status: 'failed', problem: { code: 'training_too_large' } });
  const { detail } = (wide.outcome as { problem: { detail: string } }).problem;
  expect(detail).toMatch(
    /4 layers of 512 units .*GiB while it is trained; accepted: at most 1 GiB.*`batch_size`/,
  );
  const many = await run({ series, spec: specOf({ ...large, steps: 1, batch_size: 1, members: 16 }) });
  expect(many.outcome).toMatchObject({ status: 'failed', problem: { code: 'training_too_large' } });
});

test('a training whose checkpoints could not be stored is refused, with the members that fit', async () => {
  const series = [seriesOf(seasonalSeries(200, 12, 2))];
  const deep = { context_length: 24, hidden_size: 512, layers: 4, cell: 'lstm' as const, steps: 1 };
  const refused = await run({ series, spec: specOf({ ...deep, batch_size: 1, members: 9 }) });
  expect(refused.outcome).toMatchObject({
    status: 'failed',
    problem: {
      code: 'training_too_large',
      detail: expect.stringMatching(
        /10 networks with 4 layers of 512 units.* at most 240 MiB, by at most \d `members`/,
      ),
    },
  });
});

test.each(['seasonal', 'prices'] as const)(
  '%s: a series that begins late and one without the target are trained with the others',
  async (family) => {
    const columns = { ...header, covariates: ['x'] };
    const rows = [1, 2, 3, 4, 5].map((seed) =>
      family === 'prices' ? randomWalk(160, seed) : seasonalSeries(160, 8, 2, seed),
    );
    const firstOf = [140, 0, 0, 0, 160]; // of the target; the main column has all rows
    const series = rows.map((values, s) => ({
      ...seriesOf(values, `s${s}`),
      covariates: { x: Float64Array.from(values, (value, t) => (t < firstOf[s] ? Number.NaN : value)) },
    }));
    const settings = { ...small, target: 'x', horizon: 4, steps: 10, members: 1, season_length: 8, family };
    const outcome = succeeded(await run({ header: columns, series, spec: specOf(settings) }));
    const answers = await forecast(forecastTask(outcome, series, { header: columns }));
    expect(answers.map((answer) => ('problem' in answer ? answer.problem.code : 'forecast'))).toEqual(
      series.map(({ id }) => (id === 's4' ? 'series_too_short' : 'forecast')),
    );
  },
);
