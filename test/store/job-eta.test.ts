import { expect, test } from 'vitest';
import type { ModelSpec } from '../../src/contracts/schemas/index.ts';
import { claimed, createDataset, sampleResult, sampleSpec, useStore } from './samples.ts';

const used = useStore();

async function queued(preset: ModelSpec['preset']): Promise<string> {
  const dataset = await createDataset(used.store);
  const spec = { ...sampleSpec, preset };
  const model = { name: 'm', tags: [], dataset, spec, requestId: null };
  return (await used.store.models.create('acme', model)).job.id;
}

function progress(elapsed_seconds: number, eta_seconds: number) {
  const counts = { fraction: 0.5, phase: 'training', epoch: 1, step: 1, steps: 2 } as const;
  return { ...counts, loss: null, validation_loss: null, elapsed_seconds, eta_seconds };
}

async function succeeded(preset: ModelSpec['preset'], seconds: number): Promise<void> {
  const claim = await claimed(used.store, await queued(preset));
  await used.store.leases.heartbeat(claim, progress(seconds, 0));
  const { spec, ...result } = sampleResult();
  await used.store.leases.succeed(claim, { ...result, spec: { ...spec, preset } } as typeof result & {
    spec: ModelSpec;
  });
}

const eta = async (id: string) => (await used.store.jobs.get('acme', id)).eta_seconds;

test('a queued job counts the running jobs, those before it by their presets, and itself', async () => {
  const first = await queued('fast');
  expect(await eta(first)).toBeNull();
  await used.store.jobs.cancel('acme', first);
  for (const seconds of [9, 10, 500]) await succeeded('fast', seconds);
  await succeeded('accurate', 100);

  const running = await claimed(used.store, await queued('fast'));
  await used.store.leases.heartbeat(running, progress(5, 30));
  const waiting = [await queued('fast'), await queued('accurate'), await queued('fast')];
  expect(await Promise.all(waiting.map(eta))).toEqual([40, 140, 150]);

  // Two running jobs are two slots.
  const second = await claimed(used.store, waiting[0]);
  await used.store.leases.heartbeat(second, progress(2, 50));
  expect(await Promise.all(waiting.slice(1).map(eta))).toEqual([140, 100]);
  const { data } = await used.store.jobs.list('acme', { limit: 2 });
  expect(data.map(({ eta_seconds }) => eta_seconds)).toEqual([100, 140]);
});
