import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { afterAll, expect, test } from 'vitest';
import { packSeries } from '../../../src/chunks/pack.ts';
import {
  control,
  type JobMessage,
  type Supervised,
  type TrainOutcome,
  type TrainTask,
  type WithPackedSeries,
} from '../../../src/contracts/ports/index.ts';
import { soonMs } from '../../support/soon.ts';
import { controlWords } from '../../support/supervision.ts';
import { forecastTask, header, randomWalk, run, seriesOf, specOf, succeeded } from '../support.ts';

const threads = new Piscina({
  filename: new URL('../../../src/processes/compute-thread.ts', import.meta.url).href,
  maxThreads: 1,
});
afterAll(() => threads.destroy());

const json = { type: 'json', order: 'made' };

function start(
  { checkpoint = null, ...task }: Pick<TrainTask, 'spec' | 'series'> & Partial<Pick<TrainTask, 'checkpoint'>>,
  onMessage: (message: JobMessage, words: Int32Array) => void = () => {},
  firstOrder: number = control.run,
) {
  const { port1, port2 } = new MessageChannel();
  const words = controlWords();
  words[control.command] = firstOrder;
  port1.on('message', (message: JobMessage) => onMessage(message, words));
  const series = task.series.map((one) => packSeries(one, header.covariates));
  const job: Supervised<WithPackedSeries<TrainTask>> = {
    task: { ...task, series, header, checkpoint, initialWeights: null, kernel: null },
    channel: { elapsedSeconds: 0, control: words.buffer as SharedArrayBuffer, port: port2 },
  };
  const outcome: Promise<TrainOutcome> = threads.run(job, { name: 'train', transferList: [port2] });
  return outcome.finally(() => {
    // The outcome comes by another way than the messages before it, and may have overtaken them.
    for (let late = receiveMessageOnPort(port1); late !== undefined; late = receiveMessageOnPort(port1))
      onMessage(late.message, words);
    port1.close();
  });
}

test('a thread of a pool trains, sends a checkpoint, continues and forecasts, with the bytes of a training in this thread', async () => {
  const task = { spec: specOf({ steps: 40, hidden_size: 6 }), series: [seriesOf(randomWalk(400))] };
  const sent: Uint8Array[] = [];
  const suspended = await start(
    task,
    (message) => {
      if (message.type === 'checkpoint') sent.push(message.bytes);
    },
    control.suspend,
  );
  expect(suspended).toEqual({ status: 'suspended' });
  expect(sent).toHaveLength(1);
  const outcome = await start({ ...task, checkpoint: sent[0] });
  const inThread = succeeded({ outcome, messages: [] });
  expect(inThread.weights.sha256).toBe(succeeded(await run(task)).weights.sha256);
  const asked = { ...forecastTask(inThread, task.series), ...{ form: json, isPacked: false } };
  const [{ answer }] = await threads.run({ tasks: [asked] }, { name: 'forecastTexts' });
  expect(JSON.parse(answer.text).median).toHaveLength(6);
});

test('a thread in the middle of a training is cancelled soon', async () => {
  const task = { spec: specOf({ steps: 100_000, batch_size: 32 }), series: [seriesOf(randomWalk(2_000))] };
  let asked = 0;
  const outcome = await start(task, (message, words) => {
    if (message.type !== 'progress' || message.progress.step < 5 || asked > 0) return;
    asked = performance.now();
    Atomics.store(words, control.command, control.cancel);
  });
  expect(outcome).toEqual({ status: 'cancelled' });
  expect(performance.now() - asked).toBeLessThan(soonMs);
});
