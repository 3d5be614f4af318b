import { expect, test, vi } from 'vitest';
import { type Job, type Priority, priorityNames } from '../../src/contracts/schemas/index.ts';
import { createRng } from '../../src/engine/index.ts';
import { openDatabase } from '../../src/store/index.ts';
import { copyRow, type Statement, watchedStore } from './plans/watched-store.ts';
import { claimed, createDataset, createTraining, sampleResult, sampleSpec, useStore } from './samples.ts';

const used = useStore();
const seconds = { fast: 10, accurate: 100 } as const;

/** Records how long a training with the preset takes. */
async function trainedBefore(preset: keyof typeof seconds): Promise<void> {
  const dataset = await createDataset(used.store);
  const model = { name: 'm', tags: [], dataset, spec: { ...sampleSpec, preset }, requestId: null };
  const claim = await claimed(used.store, (await used.store.models.create('acme', model)).job.id);
  const progress = { fraction: 1, phase: 'training', epoch: 1, step: 2, steps: 2 } as const;
  const losses = { loss: null, validation_loss: null, eta_seconds: 0 };
  await used.store.leases.heartbeat(claim, { ...progress, ...losses, elapsed_seconds: seconds[preset] });
  const result = sampleResult();
  await used.store.leases.succeed(claim, { ...result, spec: { ...result.spec, preset } } as typeof result);
}

test('places and estimates in a queue of several tenants, priorities and presets', async () => {
  for (const preset of ['fast', 'accurate'] as const) await trainedBefore(preset);
  const rng = createRng(7);
  const anyOf = <T>(values: readonly T[]) => values[rng.int(values.length)];
  const jobs: { tenant: string; id: string; priority: Priority; preset: keyof typeof seconds }[] = [];
  for (let n = 0; n < 40; n++) {
    const tenant = anyOf(['first', 'second', 'third']);
    const preset = anyOf(['fast', 'accurate'] as const);
    const priority = anyOf(priorityNames);
    const dataset = await createDataset(used.store, tenant);
    const spec = { ...sampleSpec, preset };
    const model = { name: 'm', tags: [], dataset, spec, requestId: null, priority };
    const { job } = await used.store.models.create(tenant, model);
    expect(await used.store.jobs.get(tenant, job.id)).toEqual(job);
    jobs.push({ tenant, priority, preset, id: job.id });
  }
  const sum = (values: number[]) => values.reduce((all, one) => all + one, 0);
  for (const [tenant, own] of Map.groupBy(jobs, ({ tenant }) => tenant)) {
    const inOrder = priorityNames.flatMap((name) => own.filter(({ priority }) => priority === name));
    const others = [...Map.groupBy(jobs, ({ tenant }) => tenant).entries()].filter(
      ([name]) => name !== tenant,
    );
    const expected = inOrder.map(({ id, preset }, before) => {
      const taken = others.map(([, theirs]) => Math.min(theirs.length, before + 1));
      const ofOthers = others.map(
        ([, theirs], i) => (taken[i] * sum(theirs.map((one) => seconds[one.preset]))) / theirs.length,
      );
      const ofOwn = inOrder.slice(0, before).map((one) => seconds[one.preset]);
      return {
        id,
        place: before + 1 + sum(taken),
        eta: seconds[preset] + sum(ofOwn) + sum(ofOthers),
      };
    });
    const { data } = await used.store.jobs.list(tenant, { limit: 100 });
    for (const { id, place, eta } of expected) {
      const job = data.find((one) => one.id === id)!;
      expect(job.queue_position).toBe(place);
      expect(job.eta_seconds).toBeCloseTo(eta, 0);
      expect(await used.store.jobs.get(tenant, id)).toMatchObject({
        queue_position: place,
        eta_seconds: job.eta_seconds,
      });
    }
  }
});

const countsQueue = ({ sql }: Statement) => sql.includes('queue_places');

test('callers that ask for places at the same time share a count of the queue', async () => {
  const jobs = await Promise.all(
    Array.from({ length: 60 }, async () => (await createTraining(used.store, 'sharing')).job),
  );
  const statements: Statement[] = [];
  const store = watchedStore(used.url, statements);
  const read = await Promise.all(jobs.map(({ id }) => store.jobs.get('sharing', id)));
  await store.close();
  const alone = await Promise.all(jobs.map(({ id }) => used.store.jobs.get('sharing', id)));
  expect(read).toEqual(alone);
  expect(new Set(read.map(({ queue_position }) => queue_position)).size).toBe(jobs.length);
  expect(statements.filter(countsQueue).length).toBeLessThan(10);
});

test('places in a long queue follow the last count of a second', async () => {
  await trainedBefore('fast');
  const { dataset, job } = await createTraining(used.store, 'long');
  const superuser = openDatabase(used.superuserUrl, { poolMax: 1 });
  await copyRow(superuser, 'jobs', job.id, 1_200);
  await superuser.destroy();
  const statements: Statement[] = [];
  const store = watchedStore(used.url, statements);
  const told: Job[] = [];
  vi.useFakeTimers({ toFake: ['performance'] }); // no second passes
  for (const priority of ['normal', 'normal', 'high', 'normal', 'low', 'normal'] as const) {
    const model = { name: 'm', tags: [], dataset, spec: sampleSpec, requestId: null, priority };
    told.push((await store.models.create('long', model)).job);
  }
  const counted = statements.filter(countsQueue).length;
  vi.useRealTimers();
  await store.close();
  expect(counted).toBe(3); // the first of each priority
  const [first, second, high, third, low, fourth] = told.map(
    ({ queue_position }) => queue_position as number,
  );
  expect(high).toBeLessThan(10);
  expect([second, third, low, fourth]).toEqual([first + 1, first + 3, first + 4, first + 4]);
  const last = await used.store.jobs.get('long', told[5].id);
  expect(last.queue_position).toBe(fourth);
  expect(told[5].eta_seconds).toBeGreaterThan(0);
  expect(told[5].eta_seconds! / last.eta_seconds!).toBeCloseTo(1, 2);
});

test('trainings that one statement begins are told the places that they then have', async () => {
  for (const preset of ['fast', 'accurate'] as const) await trainedBefore(preset);
  const dataset = await createDataset(used.store);
  const create = (priority: Priority, preset: keyof typeof seconds) => {
    const spec = { ...sampleSpec, preset };
    return used.store.models.create('acme', {
      name: 'm',
      tags: [],
      dataset,
      spec,
      requestId: null,
      priority,
    });
  };
  for (const priority of priorityNames) await create(priority, 'fast');
  const first = create('normal', 'fast'); // the others share the next statement
  const others = priorityNames.flatMap((priority) => [
    create(priority, 'accurate'),
    create(priority, 'fast'),
  ]);
  const told = (await Promise.all([first, ...others])).slice(1).map(({ job }) => job);
  for (const job of told) expect(await used.store.jobs.get('acme', job.id)).toEqual(job);
});
