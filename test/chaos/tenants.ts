import { setTimeout as sleep } from 'node:timers/promises';
import { createRng, type Rng } from '../../src/engine/index.ts';
import { type Answer, type Client, createClient } from './client.ts';
import type { AckedAppends, AckedJob, Ledger } from './ledger.ts';
import type { Stack } from './stack.ts';
import { dayAt, tables, trainings, type Variant } from './workloads.ts';

const pauseMsMax = 900;
/** Jobs of a tenant that have not ended; a tenant with more waits. It bounds the time of the audit. */
const openJobsMax = 4;

/** Makes a key for a tenant. */
export async function clientOf(stack: Stack, tenant: string): Promise<Client> {
  const admin = createClient(stack.urls, stack.adminKey);
  const answer = await admin({ method: 'POST', path: '/v1/keys', body: { tenant } });
  if (answer?.status !== 201) throw new Error(`no key for ${tenant}: ${JSON.stringify(answer)}`);
  return createClient(stack.urls, answer.body.secret);
}

/** One tenant: uploads, trains, forecasts, appends, cancels and deletes at random until it is stopped. Everything that
 *  is acknowledged goes into the ledger. */
export async function runTenant(options: {
  tenant: string;
  client: Client;
  seed: number;
  ledger: Ledger;
  stopping: AbortSignal;
}): Promise<void> {
  const { tenant, client, ledger, stopping } = options;
  const rng = createRng(options.seed);
  const open = new Set<AckedJob>();
  const ready: AckedJob[] = [];
  let appends: AckedAppends | null = null;

  const acts: [weight: number, act: () => Promise<void>][] = [
    [3, uploadAndTrain],
    [3, trainAgain],
    [2, backtest],
    [5, forecast],
    [5, append],
    [2, cancel],
    [1, deleteSomething],
  ];
  while (!stopping.aborted) {
    await updateOpen();
    if (open.size < openJobsMax || rng.uniform() < 0.6) await drawn(rng, acts)();
    await sleep(rng.uniform() * pauseMsMax);
  }

  async function uploadAndTrain(): Promise<void> {
    if (open.size >= openJobsMax) return;
    const table = rng.int(tables.length);
    ledger.sent.push({ tenant, kind: 'dataset' });
    const uploaded = await client({
      ...{ method: 'POST', path: '/v1/datasets', body: tables[table], type: 'text/csv', isKeyed: true },
    });
    if (uploaded === null || !isExpected(uploaded, [201], 'an upload')) return;
    ledger.datasets.push({ tenant, id: uploaded.body.id, table, isDeleted: false });
    await train(uploaded.body.id, { table, training: rng.int(trainings.length) });
  }

  async function trainAgain(): Promise<void> {
    const own = ledger.datasets.filter((dataset) => dataset.tenant === tenant && !dataset.isDeleted);
    if (own.length === 0 || open.size >= openJobsMax) return;
    const { id, table } = own[rng.int(own.length)];
    await train(id, { table, training: rng.int(trainings.length) });
  }

  async function train(datasetId: string, variant: Variant): Promise<void> {
    ledger.sent.push({ tenant, kind: 'model' });
    const body = { dataset_id: datasetId, ...trainings[variant.training] };
    const begun = await client({ method: 'POST', path: '/v1/models', body, isKeyed: true });
    if (begun === null || !isExpected(begun, [202], 'a training')) return;
    opened('train', begun.body.job.id, begun.body.model.id, begun.body.model.id, variant);
  }

  async function backtest(): Promise<void> {
    if (ready.length === 0 || open.size >= openJobsMax) return;
    const { subject } = ready[rng.int(ready.length)];
    ledger.sent.push({ tenant, kind: 'backtest' });
    const body = { model_id: subject, windows: 2 };
    const begun = await client({ method: 'POST', path: '/v1/backtests', body, isKeyed: true });
    if (begun === null || !isExpected(begun, [202], 'a backtest')) return;
    opened('backtest', begun.body.job.id, begun.body.backtest.id, subject, null);
  }

  async function forecast(): Promise<void> {
    if (ready.length === 0) return;
    const { subject } = ready[rng.int(ready.length)];
    const path = `/v1/models/${subject}/forecasts`;
    const made = await client({ method: 'POST', path, body: {}, isKeyed: true });
    if (made === null || !isExpected(made, [200, 201], 'a forecast')) return;
    ledger.forecasts.push({
      tenant,
      id: made.body.id,
      model: subject,
      series: JSON.stringify(made.body.series),
    });
  }

  async function append(): Promise<void> {
    if (appends === null) {
      ledger.sent.push({ tenant, kind: 'dataset' });
      const body = { series: [{ id: 'A', start: dayAt(0), values: [1, 2, 3] }] };
      const made = await client({ method: 'POST', path: '/v1/datasets', body, isKeyed: true });
      if (made === null || !isExpected(made, [201], 'an upload')) return;
      appends = { tenant, datasetId: made.body.id, values: new Map(), unknown: new Set() };
      ledger.appends.push(appends);
      return;
    }
    const day = dayAt(3 + appends.values.size + appends.unknown.size);
    const y = Math.round(rng.uniform() * 1e6) / 1e3;
    const path = `/v1/datasets/${appends.datasetId}/observations`;
    const body = { series: [{ id: 'A', times: [day], values: [y] }] };
    const added = await client({ method: 'POST', path, body, isKeyed: true });
    if (added === null) appends.unknown.add(day);
    else if (isExpected(added, [200], 'an append')) appends.values.set(day, y);
  }

  async function cancel(): Promise<void> {
    const [job] = [...open].filter(({ isCancelled }) => isCancelled === false);
    if (job === undefined) return;
    const answer = await client({ method: 'POST', path: `/v1/jobs/${job.jobId}/cancel` });
    if (answer === null) job.isCancelled = null;
    else if (isExpected(answer, [200, 202, 409], 'a cancel')) job.isCancelled = answer.status !== 409;
  }

  async function deleteSomething(): Promise<void> {
    if (ready.length < 3) return;
    const job = ready.splice(rng.int(ready.length), 1)[0];
    const answer = await client({ method: 'DELETE', path: `/v1/models/${job.subject}` });
    // 404: an earlier try of this call succeeded without an answer. 409: a backtest uses the model.
    if (answer !== null && isExpected(answer, [204, 404, 409], 'a deletion'))
      job.isDeleted = answer.status !== 409;
  }

  function opened(
    kind: AckedJob['kind'],
    jobId: string,
    subject: string,
    model: string,
    variant: Variant | null,
  ): void {
    const job = { tenant, jobId, kind, subject, model, variant, isCancelled: false, isDeleted: false };
    ledger.jobs.push(job);
    open.add(job);
  }

  async function updateOpen(): Promise<void> {
    for (const job of open) {
      const answer = await client({ path: `/v1/jobs/${job.jobId}` });
      if (answer === null || answer.body.finished_at === null) continue;
      open.delete(job);
      if (job.kind === 'train' && answer.body.status === 'succeeded') ready.push(job);
    }
  }

  function isExpected(answer: Answer, statuses: number[], what: string): boolean {
    if (statuses.includes(answer.status)) return true;
    ledger.wrong.push(`${tenant}: ${what} was answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return false;
  }
}

function drawn<T>(rng: Rng, weighted: readonly [weight: number, item: T][]): T {
  const total = weighted.reduce((sum, [weight]) => sum + weight, 0);
  let left = rng.uniform() * total;
  for (const [weight, item] of weighted) {
    left -= weight;
    if (left < 0) return item;
  }
  return weighted[weighted.length - 1][1];
}
