import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrainingEstimate } from '../../../src/contracts/schemas/index.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';
import { symbolCalls } from '../../support/symbols.ts';

let service: TestApp;
beforeAll(async () => {
  service = await startApp();
  service.startWorker();
});
afterAll(() => service.stop());

const ask = (payload: object) => service.app.inject({ method: 'POST', url: '/v1/models/estimate', payload });
async function estimated(payload: object): Promise<TrainingEstimate & { of: Record<string, number> }> {
  const answer = await ask(payload);
  expect(answer.statusCode, answer.body).toBe(200);
  const estimate: TrainingEstimate = answer.json();
  return {
    ...estimate,
    of: Object.fromEntries(estimate.presets.map(({ preset, seconds }) => [preset, seconds])),
  };
}

test('a plan is estimated by preset: more work takes longer, and nothing is started', async () => {
  const [small, large] = [dailyCsv(80), dailyCsv(3_000)];
  const ids = [(await upload(service.app, small)).json().id, (await upload(service.app, large)).json().id];
  const [few, many] = await Promise.all(ids.map((dataset_id) => estimated({ dataset_id, horizon: 5 })));
  for (const { of, based_on, presets } of [few!, many!]) {
    expect(presets.map(({ preset }) => preset)).toEqual(['fast', 'balanced', 'accurate']);
    expect(based_on).toBe('plan');
    expect(of.fast).toBeGreaterThan(0);
    expect(of.fast).toBeLessThanOrEqual(of.balanced!);
    expect(of.balanced).toBeLessThanOrEqual(of.accurate!);
  }
  expect(many!.of.balanced).toBeGreaterThan(few!.of.balanced!);
  const longer = await estimated({ dataset_id: ids[1], horizon: 5, steps: 50_000 });
  expect(longer.of.fast).toBeGreaterThan(2 * many!.of.fast!);
  const [once, often] = await Promise.all(
    [1, 500].map((epochs) => estimated({ dataset_id: ids[1], horizon: 5, epochs })),
  );
  expect(often!.of.fast).toBeGreaterThan(10 * once!.of.fast!);
  const untested = await estimated({
    dataset_id: ids[1],
    horizon: 5,
    epochs: 500,
    validation: { windows: 0 },
  });
  expect(untested.of.fast).toBeLessThan(often!.of.fast!);
  expect((await service.app.inject('/v1/jobs')).json().data).toEqual([]);
});

test('what a training refuses is refused here too', async () => {
  const { id: dataset_id } = (await upload(service.app, dailyCsv(40))).json();
  const refused = await ask({ dataset_id, horizon: 30 });
  expect([refused.statusCode, refused.json().code]).toEqual([422, 'series_too_short']);
  expect(refused.json().values).toMatchObject({ have: 40, horizon: 30 });
  expect((await ask({ dataset_id: `ds_${'0'.repeat(32)}`, horizon: 3 })).json().code).toBe(
    'dataset_not_found',
  );
});

test('after a training the estimates follow its pace, first that of the same dataset', async () => {
  const words = symbolCalls(service);
  const dataset_id = await words.lines('TRIANGLE\nINTEGRAL\n', { kind: 'symbols' });
  const plan = await estimated({ dataset_id });
  expect(plan.based_on).toBe('plan');
  expect(plan.of.fast).toBeLessThanOrEqual(plan.of.accurate!);

  const settings = { preset: 'fast', steps: 50 };
  const { card } = await words.trained(dataset_id, settings);
  const again = await estimated({ ...settings, dataset_id });
  expect(again.based_on).toBe('same_dataset');
  // The same settings on the same data: the time that they took, within the bounds of the pace and of rounding.
  const { seconds } = card!.training;
  if (seconds > 0.2) expect(again.of.fast! / seconds).toBeCloseTo(1, 0);
  const others = await words.lines('MEMORY\nGRADIENT\n', { kind: 'symbols' });
  expect((await estimated({ dataset_id: others })).based_on).toBe('other_datasets');
});
