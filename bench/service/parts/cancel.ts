import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dataset, Job, Model } from '../../../src/contracts/schemas/index.ts';
import { figure } from '../figures.ts';
import { horizon } from '../panel-model.ts';
import { dailySeries, writeTable } from '../series-files.ts';
import { medianOver } from '../turns.ts';
import type { Part } from './part.ts';

/** A training whose single step takes many seconds in the kernel, so that a cancel cannot wait for its end. */
const longSteps = { hidden_size: 512, context_length: 512, batch_size: 128, members: 1, steps: 100 };
const points = 1_200;
/** Time in which the thread of a training begins its first step. */
const beginsMs = 1_500;
const pollMs = 20;

/** From the request to cancel to the end of the job. */
export const cancel: Part = {
  name: 'cancel',
  figures: ['cancel_running', 'cancel_queued'],
  async measure(bench) {
    const api = await bench.api();
    const file = join(bench.folder, 'cancel.csv');
    await writeTable(file, dailySeries(4, points));
    const dataset = await api.upload<Dataset>('/v1/datasets', file);
    const jobOf = (id: string) => api.get<Job>(`/v1/jobs/${id}`);
    const accepted = async () => {
      const training = { dataset_id: dataset.id, horizon, preset: 'fast', ...longSteps };
      return (await api.post<{ model: Model; job: Job }>('/v1/models', training)).job.id;
    };
    const reached = async (id: string, status: Job['status']) => {
      for (;;) {
        const job = await jobOf(id);
        if (job.status === status) return;
        if (job.finished_at !== null) throw new Error(`job ${job.status}: ${job.error?.detail}`);
        await sleep(pollMs);
      }
    };
    const cancelled = async (id: string) => {
      const asked = performance.now();
      await api.post(`/v1/jobs/${id}/cancel`, {});
      await reached(id, 'cancelled');
      return (performance.now() - asked) / 1_000;
    };
    const [running, queued]: [number[], number[]] = [[], []];
    for (let n = 0; n < bench.sizes.cancels; n++) {
      const first = await accepted();
      await reached(first, 'running');
      const second = await accepted();
      await sleep(beginsMs);
      queued.push(await cancelled(second));
      running.push(await cancelled(first));
    }
    const of = (name: string, seconds: number[], atMost: number) =>
      figure(
        name,
        's',
        Math.max(...seconds),
        { atMost },
        { median_s: medianOver(seconds, (one) => one), cancels: seconds.length },
      );
    return [of('cancel_running', running, 2), of('cancel_queued', queued, 0.5)];
  },
};
