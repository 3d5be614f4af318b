import { afterAll, beforeAll, expect, test } from 'vitest';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;
/** Lists of datasets that the store has read. */
let reads = 0;
/** Jobs that the store has read. */
let jobReads = 0;

beforeAll(async () => {
  service = await startApp({}, undefined, {
    changed: (store) => ({
      ...store,
      datasets: {
        ...store.datasets,
        list(...asked) {
          reads++;
          return store.datasets.list(...asked);
        },
      },
      jobs: {
        ...store.jobs,
        get(...asked) {
          jobReads++;
          return store.jobs.get(...asked);
        },
      },
    }),
  });
});
afterAll(() => service.stop());

test('callers that read one list at the same time each get what was stored before their call', async () => {
  const { app } = service;
  let isPolling = true;
  const poll = async () => {
    while (isPolling) expect((await app.inject('/v1/datasets?limit=3')).statusCode).toBe(200);
  };
  const pollers = Array.from({ length: 8 }, poll);
  try {
    for (let i = 0; i < 10; i++) {
      const { id } = (await upload(app, dailyCsv(30))).json();
      const answers = await Promise.all([1, 2, 3].map(() => app.inject('/v1/datasets?limit=3')));
      for (const answer of answers) expect(answer.json().data[0].id).toBe(id);
    }
  } finally {
    isPolling = false;
  }
  await Promise.all(pollers);
});

test('callers at the same time share a read, its text and its tag', async () => {
  reads = 0;
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => service.app.inject('/v1/datasets?limit=3')),
  );
  expect(reads).toBeGreaterThan(0);
  expect(reads).toBeLessThan(20);
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  const [first] = answers;
  const known = { 'if-none-match': String(first.headers.etag) };
  const unchanged = await service.app.inject({ url: '/v1/datasets?limit=3', headers: known });
  expect([unchanged.statusCode, unchanged.body]).toEqual([304, '']);
});

test('other parameters at the same time are other answers', async () => {
  const { app } = service;
  const limits = [1, 2, 3, 1, 2, 3];
  const answers = await Promise.all(limits.map((limit) => app.inject(`/v1/datasets?limit=${limit}`)));
  expect(answers.map((answer) => answer.json().data.length)).toEqual(limits);
  const refused = await Promise.all([1, 2].map(() => app.inject('/v1/datasets?cursor=forged')));
  expect(refused.map(({ statusCode }) => statusCode)).toEqual([422, 422]);
});

test('callers that wait for the same job share reads, and each gets its end', async () => {
  const { app } = service;
  const { id } = (await upload(app, dailyCsv(60))).json();
  const payload = { dataset_id: id, horizon: 5, preset: 'fast', steps: 5 };
  const { job } = (await app.inject({ method: 'POST', url: '/v1/models', payload })).json();
  jobReads = 0;
  const callers = 40;
  const waiting = Array.from({ length: callers }, () => app.inject(`/v1/jobs/${job.id}?wait=30`));
  await expect.poll(() => jobReads).toBeGreaterThan(1); // they have begun to read
  await app.inject({ method: 'POST', url: `/v1/jobs/${job.id}/cancel` });
  const answers = await Promise.all(waiting);
  expect(answers.map((answer) => answer.json().status)).toEqual(Array(callers).fill('cancelled'));
  expect(jobReads).toBeLessThan(callers);
});
