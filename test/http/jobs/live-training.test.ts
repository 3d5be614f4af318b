import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Job } from '../../../src/contracts/schemas/jobs/job.ts';
import { jobEventSchema } from '../../../src/contracts/schemas/jobs/job-event.ts';
import { limits } from '../../../src/contracts/values/limits.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';
import { readEvents } from '../../support/event-stream.ts';

let service: TestApp;
let url: string;

beforeAll(async () => {
  service = await startApp();
  url = await service.app.listen({ host: '127.0.0.1', port: 0 });
  service.startWorker();
});
afterAll(() => service.stop());

/** Trains a model to its end. */
async function trained(csv: string, settings: object): Promise<Job> {
  const dataset = (await upload(service.app, csv)).json();
  const payload = { dataset_id: dataset.id, preset: 'fast', ...settings };
  const created = await service.app.inject({ method: 'POST', url: '/v1/models', payload });
  return service.ended(created.json().job.id);
}

test('a training reports its losses by step, and the forecast of one validation window', async () => {
  const horizon = limits.validationForecastPoints + 6;
  const job = await trained(dailyCsv(400), { horizon, steps: 60, seed: 3 });
  expect(job.status).toBe('succeeded');
  const { losses, forecast } = job.progress!;
  expect(losses!.length).toBeGreaterThan(3);
  expect(losses!.length).toBeLessThanOrEqual(limits.reportedLosses);
  expect(losses!.map(({ step }) => step)).toEqual(losses!.map(({ step }) => step).toSorted((a, b) => a - b));
  expect(losses!.every(({ validation_loss }) => validation_loss !== null)).toBe(true);

  // The window is a part of the series as it was uploaded, before the held-out backtest.
  const { dataset_id, card } = (await service.app.inject(job.links.subject)).json();
  const stored = (
    await service.app.inject(`/v1/datasets/${dataset_id}/series/${forecast!.series_id}`)
  ).json();
  const { context, actual, median, lower, upper } = forecast!;
  expect([context, actual, median, lower, upper].map(({ length }) => length)).toEqual(
    Array.from({ length: 5 }, () => limits.validationForecastPoints),
  );
  const steps = forecast!.earlier.map(({ step }) => step);
  expect(steps[0]).toBe(0);
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(steps.at(-1)).toBeLessThan(forecast!.step);
  expect(median.every((value, h) => lower[h]! <= value! && value! <= upper[h]!)).toBe(true);
  const values: number[] = stored.values;
  const shown = values.map((value) => Number(value.toPrecision(6)));
  expect(shown.join()).toContain([...context, ...actual].join());
  expect(card.training.loss.map(({ step }: { step: number }) => step)).toEqual(
    losses!.map(({ step }) => step),
  );
});

test('the last event has them too, and a list of jobs has not', async () => {
  const job = await trained(dailyCsv(200), { horizon: 5, steps: 20 });
  const events = (await readEvents(`${url}${job.links.events}`)).map(({ data }) =>
    jobEventSchema.parse(data),
  );
  const { losses, forecast } = events.at(-1)!.progress!;
  expect(losses).toEqual(job.progress!.losses);
  expect(forecast).toEqual(job.progress!.forecast);
  expect(Buffer.byteLength(JSON.stringify(events.at(-1)))).toBeLessThan(6_000);
  const { data } = (await service.app.inject('/v1/jobs')).json();
  expect(data.find(({ id }: Job) => id === job.id).progress).toMatchObject({ fraction: 1 });
  expect(Object.keys(data[0].progress)).not.toEqual(expect.arrayContaining(['losses']));
  expect(Object.keys(data[0].progress)).not.toEqual(expect.arrayContaining(['forecast']));
});

test('a series without a validation part has losses and no forecast', async () => {
  const job = await trained(dailyCsv(24), { horizon: 4, steps: 10, validation: { windows: 0 } });
  expect(job.status).toBe('succeeded');
  expect(job.progress!.losses!.length).toBeGreaterThan(0);
});
