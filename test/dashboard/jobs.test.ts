import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createApiClient, walk } from '../support/api-client.ts';
import { holdTrainings } from '../support/postgres.ts';
import {
  type Dashboard,
  expectAccessible,
  expectNoSidewaysScroll,
  hasChromium,
  sizes,
  startDashboard,
} from './support/index.ts';

/** Ends long after the test, unless it is cancelled. */
const long = { horizon: 5, preset: 'accurate', steps: 20_000 };
const short = { horizon: 3, preset: 'fast', steps: 5, members: 1, validation: { windows: 0 } };

describe.skipIf(!hasChromium)('the jobs', () => {
  let dashboard: Dashboard;
  let api: ReturnType<typeof createApiClient>;
  let datasetId: string;
  beforeAll(async () => {
    dashboard = await startDashboard({ GATECAST_WORKER_CONCURRENCY: '1' });
    api = createApiClient(dashboard);
    datasetId = (await api.upload(walk(300))).id;
  });
  afterAll(() => dashboard?.stop());

  test('are listed live with their queue, cancelled, tried again, and filtered', async () => {
    const { page, faults } = await dashboard.open('/app/jobs');
    await page.getByText('appears here as soon as it is started').waitFor();
    await page.getByText('Without a job of yours: 1').waitFor();
    await page.getByText('Workers that are connected').press('Enter');
    const worker = page.getByRole('group', { name: 'Workers that are connected' }).getByRole('row').last();
    await worker.getByText('no job of yours').waitFor();
    const running = await api.train({ dataset_id: datasetId, ...long });
    const waiting = await api.train({ dataset_id: datasetId, ...long });
    const row = (id: string) => page.getByRole('row').filter({ hasText: id.slice(-8) });
    await row(running.job.id).getByText('Running').waitFor({ timeout: 150_000 });
    await row(waiting.job.id)
      .getByText(/place 1 in the queue|Running/)
      .waitFor();
    await page.getByText('Trainings: 1').first().waitFor();
    await worker.getByRole('link', { name: running.job.id.slice(-8) }).waitFor();
    await expectAccessible(page);

    await row(waiting.job.id).getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Let it run' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' }); // `press` does not wait for the page behind it
    await row(waiting.job.id).getByRole('button', { name: 'Cancel' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).press('Enter');
    await row(waiting.job.id).getByText('Cancelled', { exact: true }).waitFor();
    await row(waiting.job.id).getByRole('button', { name: 'Run again' }).click();
    await row(waiting.job.id)
      .getByText(/Waiting|Running/)
      .waitFor();
    // A question whose job ends meanwhile ends with it, also for the next run.
    await row(waiting.job.id).getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').waitFor();
    await api.cancel(waiting.job.id);
    await row(waiting.job.id).getByText('Cancelled', { exact: true }).waitFor();
    await fetch(`${dashboard.url}/v1/jobs/${waiting.job.id}/retry`, { method: 'POST' });
    await row(waiting.job.id).getByRole('button', { name: 'Cancel' }).click(); // an open dialog would cover it
    await page.getByRole('dialog').getByRole('button', { name: 'Let it run' }).click();

    await page.getByLabel('Status').selectOption('succeeded');
    await page.getByText('No job is like this.').waitFor();
    expect(new URL(page.url()).searchParams.get('status')).toBe('succeeded');
    await page.getByLabel('Status').selectOption('all');
    await page.getByRole('radio', { name: 'Backtests' }).check({ force: true });
    await page.getByText('No job is like this.').waitFor();
    for (const { job } of [running, waiting]) await api.cancel(job.id);
    faults.expectNone();
    await page.context().close();
  });

  test('one job is followed to its end with its log, and leads to its model', async () => {
    const { job, model } = await api.train({ dataset_id: datasetId, ...short });
    const { page, faults } = await dashboard.open(`/app/jobs/${job.id}`);
    await page.getByText('Done', { exact: true }).waitFor({ timeout: 150_000 });
    await page.getByRole('row').filter({ hasText: 'info' }).first().waitFor();
    await expectAccessible(page);
    expect(await page.getByRole('link', { name: 'Model', exact: true }).getAttribute('href')).toBe(
      `/app/models/${model.id}`,
    );
    await page.getByRole('link', { name: model.name, exact: true }).waitFor();
    await page.getByRole('link', { name: 'All jobs' }).click();
    await page
      .getByRole('row')
      .filter({ hasText: job.id.slice(-8) })
      .waitFor();
    faults.expectNone();
    await page.context().close();
  });

  test('a job that failed says why and what to do, and a backtest leads to its result', async () => {
    const { job, model } = await api.train({ dataset_id: datasetId, ...short });
    await api.pollJob(job.id, ({ finished_at }) => finished_at !== null, 150_000);
    const failed = {
      ...(await api.job(job.id)),
      status: 'failed',
      error: {
        ...{ type: '/problems/worker_lost', title: 'The worker was lost', status: 500, code: 'worker_lost' },
        ...{ retryable: true, detail: 'Three workers died.', remedy: 'Try the job again.' },
      },
    };
    const { page } = await dashboard.open('/app/jobs');
    await page.route(`**/v1/jobs/${job.id}`, (route) => route.fulfill({ json: failed }));
    await page.route('**/events', (route) => route.fulfill({ status: 204 }));
    await page.goto(`/app/jobs/${job.id}`);
    await page.getByText('Three workers died. Try the job again.').waitFor();
    await page.getByRole('button', { name: 'Run again' }).waitFor();
    const tested = {
      ...(await api.job(job.id)),
      kind: 'backtest',
      status: 'succeeded',
      subject: { type: 'backtest', id: 'bt_1' },
    };
    await page.route(`**/v1/jobs/${job.id}`, (route) => route.fulfill({ json: tested }));
    await page.goto(`/app/jobs/${job.id}`);
    const result = page.getByRole('link', { name: 'Errors', exact: true });
    expect(await result.getAttribute('href')).toBe(`/app/models/${model.id}?tab=errors`);
    expect(await page.getByText('Loss in training').count()).toBe(0);
    await page.goto('/app/jobs/job_00000000000000000000000000000000');
    await page.getByText(/There is no job/).waitFor();
    await page.context().close();
  });

  for (const hasStream of [true, false])
    test(`one that is followed ends on its page without a reload, ${hasStream ? 'by its stream' : 'by polling if the stream is refused'}`, async () => {
      const release = await holdTrainings(dashboard.databaseUrl!);
      onTestFinished(release);
      const { job } = await api.train({ dataset_id: datasetId, ...short });
      const { page, faults } = await dashboard.open('/app/train');
      if (!hasStream) await page.route('**/events', (route) => route.fulfill({ status: 204 }));
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.goto(`/app/train/${job.id}`);
      await expect.poll(() => asked, { timeout: 100_000 }).toContain(`/v1/jobs/${job.id}/events`);
      await release(); // the page is open before the job ends
      await page.getByText('The model is ready').waitFor({ timeout: 350_000 });
      faults.expectNone();
      await page.context().close();
    });

  test('one that has ended shows the last lines of its log, which the worker stores after the end', async () => {
    const { job } = await api.train({ dataset_id: datasetId, ...short });
    await api.pollJob(job.id, ({ status }) => status === 'succeeded', 350_000);
    for (const [path, isFolded] of [
      [`/app/train/${job.id}`, true],
      [`/app/jobs/${job.id}`, false],
    ] as const) {
      const { page, faults } = await dashboard.open('/app/jobs');
      let reads = 0;
      await page.route('**/logs?*', async (route) => {
        const response = await route.fetch();
        const { data, ...rest } = await response.json();
        reads += 1;
        await route.fulfill({ response, json: { ...rest, data: reads === 1 ? data.slice(0, -1) : data } });
      });
      await page.goto(path);
      if (isFolded) await page.getByText('Log', { exact: true }).click();
      await page.getByText('training succeeded').waitFor();
      expect(reads).toBeGreaterThan(1);
      faults.expectNone();
      await page.context().close();
    }
  });

  test('fit a phone, in Korean', async () => {
    const { page, faults } = await dashboard.open('/app/jobs', { viewport: sizes.phone, locale: 'ko-KR' });
    await page.getByRole('table').waitFor();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.getByRole('link', { name: /학습/ }).last().click();
    await page.getByRole('heading', { name: '로그' }).waitFor();
    await expectNoSidewaysScroll(page);
    faults.expectNone();
    await page.context().close();
  });
});
