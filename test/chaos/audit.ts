import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Answer, Client } from './client.ts';
import type { AckedJob, Ledger } from './ledger.ts';
import type { Stack } from './stack.ts';
import { nameOf, type Variant } from './workloads.ts';

/** A job that has not ended changes its state within this time: its attempt, its progress, or
 *  its place in the queue. */
const silentMsMax = 180_000;
/** All acknowledged jobs end within this time after the last fault, however slow the machine is. */
const drainMsMax = 900_000;
const pollMs = 250;

/** Faults of a run by kind, one sentence each. */
export interface Findings {
  /** Acknowledged, and gone or never ended. */
  lost: string[];
  /** Made or published more than once. */
  duplicated: string[];
  /** Half of something. */
  torn: string[];
  wrongWeights: string[];
  /** Jobs that ended as `failed`, and answers that no fault explains. */
  failed: string[];
}

/** Waits until every job has ended, and compares what is there with what was acknowledged. */
export async function audit(options: {
  stack: Stack;
  ledger: Ledger;
  clients: ReadonlyMap<string, Client>;
  /** SHA-256 of the weights of undisturbed trainings, by the name of the variant. */
  references: ReadonlyMap<string, string>;
}): Promise<Findings> {
  const { stack, ledger, clients, references } = options;
  const found: Findings = { lost: [], duplicated: [], torn: [], wrongWeights: [], failed: [...ledger.wrong] };
  const deletedModels = new Set(
    ledger.jobs.filter(({ isDeleted }) => isDeleted).map(({ subject }) => subject),
  );
  const read = async (tenant: string, path: string) => {
    const answer = await clients.get(tenant)!({ path, giveUpMs: 60_000 });
    if (answer === null) throw new Error(`the audit got no answer for ${path}`);
    return answer;
  };
  const jobs = ledger.jobs.filter(({ model }) => !deletedModels.has(model));
  const drainedBy = Date.now() + drainMsMax;
  for (const job of jobs) await checkJob(job);
  for (const { tenant, id, series, model } of ledger.forecasts) {
    if (deletedModels.has(model)) continue;
    const { status, body } = await read(tenant, `/v1/forecasts/${id}`);
    if (status !== 200) found.lost.push(`forecast ${id}: ${status}`);
    else if (JSON.stringify(body.series) !== series) found.torn.push(`forecast ${id} has changed`);
  }
  for (const { tenant, id } of ledger.datasets) {
    const { status, body } = await read(tenant, `/v1/datasets/${id}`);
    if (status !== 200) found.lost.push(`dataset ${id}: ${status} ${JSON.stringify(body)}`);
  }
  for (const { tenant, datasetId, values, unknown } of ledger.appends) {
    const { status, body } = await read(tenant, `/v1/datasets/${datasetId}/series/A?limit=50000`);
    if (status !== 200) {
      found.lost.push(`dataset ${datasetId}: ${status}`);
      continue;
    }
    const stored = new Map<string, number>(
      body.times.map((time: string, i: number) => [time.slice(0, 10), body.values[i]]),
    );
    for (const [day, value] of values)
      if (stored.get(day) !== value)
        found.lost.push(`append of ${day} to ${datasetId}: ${stored.get(day)} instead of ${value}`);
    for (const day of [...stored.keys()].slice(3))
      if (!values.has(day) && !unknown.has(day)) found.duplicated.push(`append of ${day} to ${datasetId}`);
  }
  await checkTables();
  return found;

  function stateOf({ body }: Answer): string {
    return JSON.stringify([body.attempt, body.progress, body.queue_position]);
  }

  async function checkJob(job: AckedJob): Promise<void> {
    const { tenant, jobId, kind, subject, variant } = job;
    let answer = await read(tenant, `/v1/jobs/${jobId}`);
    let silentUntil = Date.now() + silentMsMax;
    const isLate = () => Date.now() > Math.min(silentUntil, drainedBy);
    while (answer.status === 200 && answer.body.finished_at === null && !isLate()) {
      const before = stateOf(answer);
      await sleep(pollMs);
      answer = await read(tenant, `/v1/jobs/${jobId}`);
      if (stateOf(answer) !== before) silentUntil = Date.now() + silentMsMax;
    }
    const { status, body } = answer;
    if (status !== 200) return void found.lost.push(`${kind} ${jobId}: ${status}`);
    if (body.finished_at === null)
      return void found.lost.push(`${kind} ${jobId} is still ${body.status}, attempt ${body.attempt}`);
    if (body.status === 'failed')
      return void found.failed.push(`${kind} ${jobId} failed: ${body.error?.code} ${body.error?.detail}`);
    if (job.isCancelled !== null && job.isCancelled !== (body.status === 'cancelled'))
      return void found.torn.push(`${kind} ${jobId}: cancel ${job.isCancelled}, but ${body.status}`);
    const made = await read(tenant, `/v1/${kind === 'train' ? 'models' : 'backtests'}/${subject}`);
    if (made.status !== 200) return void found.lost.push(`${subject}: ${made.status}`);
    const expected = body.status === 'succeeded' ? 'ready' : 'cancelled';
    if (made.body.status !== expected)
      return void found.torn.push(`job ${jobId} is ${body.status}, but ${subject} is ${made.body.status}`);
    if (kind === 'train' && expected === 'ready') checkWeights(subject, variant!, made.body.weights?.sha256);
  }

  function checkWeights(model: string, variant: Variant, sha256: string): void {
    const reference = references.get(nameOf(variant));
    if (sha256 !== reference) found.wrongWeights.push(`${model} (${nameOf(variant)}): ${sha256}`);
  }

  /** Compares the rows themselves, without the service. */
  async function checkTables(): Promise<void> {
    const client = new pg.Client(stack.databaseUrl);
    await client.connect();
    try {
      for (const { kind, table, list } of [
        { kind: 'dataset', table: 'datasets', list: found.duplicated },
        { kind: 'model', table: 'models', list: found.duplicated },
        { kind: 'backtest', table: 'backtests', list: found.duplicated },
      ] as const) {
        const { rows } = await client.query(`SELECT tenant_id, count(*)::int AS n FROM ${table} GROUP BY 1`);
        for (const { tenant_id, n } of rows) {
          const sent = ledger.sent.filter((one) => one.tenant === tenant_id && one.kind === kind).length;
          if (clients.has(tenant_id) && n > sent)
            list.push(`${n} ${table} of ${tenant_id}, of ${sent} requests`);
        }
      }
      const checks: [list: string[], what: string, statement: string][] = [
        [
          found.duplicated,
          'published twice',
          `SELECT job_id AS id FROM job_events WHERE type = 'succeeded' GROUP BY 1 HAVING count(*) > 1`,
        ],
        [
          found.torn,
          'a model in training without a job',
          `SELECT id FROM models WHERE status = 'training' AND NOT EXISTS (SELECT FROM jobs WHERE jobs.id = models.job_id)`,
        ],
        [
          found.torn,
          'ready without weights, or with weights and not ready',
          `SELECT id FROM models LEFT JOIN model_weights ON model_id = id WHERE (status = 'ready') <> (model_id IS NOT NULL)`,
        ],
        [
          found.torn,
          'weights differ from their SHA-256',
          `SELECT id FROM models JOIN model_weights ON model_id = id WHERE encode(sha256(bytes), 'hex') <> weights_sha256`,
        ],
        [
          found.torn,
          'observations differ from their count',
          `SELECT d.id FROM datasets d WHERE point_count <> (SELECT coalesce(sum(point_count), 0) FROM series s WHERE s.dataset_id = d.id)`,
        ],
        [found.lost, 'not ended', `SELECT id FROM jobs WHERE status IN ('queued', 'running')`],
        [
          found.torn,
          'a checkpoint of a job that succeeded',
          `SELECT job_id AS id FROM job_checkpoints JOIN jobs ON id = job_id WHERE status = 'succeeded'`,
        ],
      ];
      for (const [list, what, statement] of checks) {
        const { rows } = await client.query<{ id: string }>(statement);
        for (const { id } of rows) list.push(`${id}: ${what}`);
      }
    } finally {
      await client.end();
    }
  }
}
