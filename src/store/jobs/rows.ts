import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { type Job, type Priority, priorityNames, type TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import type { Database, JobsTable } from '../database/tables.ts';
import { type PlacesOf, type Waiting, waitingOf } from './queued.ts';

/** @param placesOf default: a statement of its own
 *  @throws AppError job_not_found */
export async function findJob(
  db: Kysely<Database>,
  tenant: TenantId,
  id: string,
  placesOf?: PlacesOf,
): Promise<JobRow> {
  const row = await selectJobs(db).where('tenant_id', '=', tenant).where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw jobNotFound(id);
  return (await withPlaces(db, tenant, [row], { placesOf }))[0];
}

/** @throws AppError job_not_found */
export async function requireJob(db: Kysely<Database>, tenant: TenantId, id: string): Promise<void> {
  const job = await db
    .selectFrom('jobs')
    .select('id')
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
  if (job === undefined) throw jobNotFound(id);
}

export function jobNotFound(id: string): AppError {
  return new AppError('job_not_found', { detail: `There is no job ${id}.`, values: { id } });
}

type JobRow = Selectable<Pick<JobsTable, (typeof jobColumns)[number]>> & {
  model_name: string;
} & Partial<Waiting>;

/** The priority of a row. */
export const priorityLevels: Record<Priority, number> = { high: 1, normal: 0, low: -1 };

const jobColumns = [
  ...([
    'id',
    'kind',
    'status',
    'attempt',
    'cancel_requested',
    'model_id',
    'backtest_id',
    'priority',
  ] as const),
  ...(['progress', 'error', 'created_at', 'started_at', 'finished_at'] as const),
];

/** A model is deleted with its jobs, so every job has one. */
const modelName = sql<string>`(SELECT name FROM models WHERE models.id = jobs.model_id)`.as('model_name');

export function selectJobs(db: Kysely<Database>) {
  return db.selectFrom('jobs').select([...jobColumns, modelName]);
}

/** Jobs as lists have them. It reads no large value. */
export function selectListedJobs(db: Kysely<Database>): ReturnType<typeof selectJobs> {
  return db
    .selectFrom('jobs')
    .select(jobColumns.filter((name) => name !== 'progress'))
    .select(['listed_progress as progress', modelName]);
}

/** Adds the places in the queue to rows of jobs. Jobs that have left the queue since they were read are read again: a
 *  row agrees with its place.
 *  @param select how the rows were read
 *  @param placesOf default: a statement of its own */
export async function withPlaces(
  db: Kysely<Database>,
  tenant: TenantId,
  rows: JobRow[],
  {
    select = selectJobs,
    placesOf = (one, ids) => waitingOf(db, one, ids),
  }: { select?: typeof selectJobs; placesOf?: PlacesOf } = {},
): Promise<JobRow[]> {
  const queued = rows.filter(({ status }) => status === 'queued').map(({ id }) => id);
  if (queued.length === 0) return rows;
  const places = await placesOf(tenant, queued);
  const gone = queued.filter((id) => !places.has(id));
  const changed = gone.length === 0 ? [] : await select(db).where('id', 'in', gone).execute();
  const byId = new Map(changed.map((row) => [row.id, row]));
  return rows.map((row) => ({ ...(byId.get(row.id) ?? row), ...places.get(row.id) }));
}

export function toJob(row: JobRow): Job {
  const subject: Job['subject'] =
    row.backtest_id === null
      ? { type: 'model', id: row.model_id }
      : { type: 'backtest', id: row.backtest_id };
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    priority: priorityNames.find((name) => priorityLevels[name] === row.priority) ?? 'normal',
    attempt: row.attempt,
    cancel_requested: row.cancel_requested,
    subject,
    model: { id: row.model_id, name: row.model_name },
    progress: row.progress,
    queue_position: row.queue_position ?? null,
    eta_seconds: etaSeconds(row),
    error: row.error,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
    links: {
      self: `/v1/jobs/${row.id}`,
      subject: `/v1/${subject.type}s/${subject.id}`,
      events: `/v1/jobs/${row.id}/events`,
      logs: `/v1/jobs/${row.id}/logs`,
    },
  };
}

function etaSeconds({ status, progress, waiting_seconds }: JobRow): number | null {
  if (status === 'queued') return waiting_seconds ?? null;
  return status === 'running' ? (progress?.eta_seconds ?? null) : null;
}

/** Queues ended jobs again. The caller has locked their rows, and changes their models or backtests. */
export async function queueAgain(trx: Transaction<Database>, ids: readonly string[]): Promise<void> {
  await trx
    .updateTable('jobs')
    .set({
      status: 'queued',
      cancel_requested: false,
      recoveries: 0,
      error: null,
      worker_id: null,
      ticket: null,
      started_at: null,
      finished_at: null,
      queued_at: sql<Date>`clock_timestamp()`,
    })
    .where('id', '=', sql<string>`ANY(${ids}::text[])`)
    .execute();
}
