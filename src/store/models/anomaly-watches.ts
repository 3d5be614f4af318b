import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import type { AnomalyWatches, CheckedSeries, DueWatch } from '../../contracts/ports/index.ts';
import { kindOf, requireModelKind } from '../../contracts/schemas/index.ts';
import { inTransaction } from '../database/deadlocks.ts';
import type { Database, ModelsTable } from '../database/tables.ts';
import { lockDatasetIfAny } from '../datasets/rows.ts';
import { watchFromEnd } from '../datasets/watches.ts';
import { seriesOfModel } from '../memberships/model-series.ts';
import { announce } from '../webhooks/outbox.ts';

/** Anomalies in one webhook message. */
const anomaliesPerMessageMax = 100;
/** Versions of datasets that one look for due watches deletes. */
const forgottenMax = 1_000;

export function createAnomalyWatches(db: Kysely<Database>): AnomalyWatches {
  return {
    async due(limit, except = []) {
      const due = dueWatches(except);
      const { rows } = await sql<DueWatch>`${due} LIMIT ${limit}`.execute(db);
      if (rows.length === limit) return (await inTurns(due, limit).execute(db)).rows;
      await forgetWatched(db);
      return rows;
    },

    async find({ modelId }) {
      const row = await watching(db)
        .where('models.id', '=', modelId)
        .whereRef('datasets.version', '>', 'models.watched_version')
        .select(['models.tenant_id', 'models.anomaly_level', 'models.watched_version', 'datasets.version'])
        .executeTakeFirst();
      if (row === undefined) return null;
      const { tenant_id: tenant, anomaly_level, watched_version: watched, version } = row;
      return { tenant, level: anomaly_level!, version, watched: watched! };
    },

    async unchecked(modelId, from, limit) {
      const own = seriesOfModel(sql`${modelId}`);
      const { rows: some } = await sql`SELECT FROM ${own} AS own LIMIT 1`.execute(db);
      const rows = await db
        .selectFrom('models')
        .innerJoin('series', 'series.dataset_id', 'models.dataset_id')
        .leftJoin('anomaly_watches', (join) =>
          join
            .onRef('anomaly_watches.model_id', '=', 'models.id')
            .onRef('anomaly_watches.series_id', '=', 'series.id'),
        )
        .select(['series.id', 'series.position', 'anomaly_watches.watched_until'])
        .where('models.id', '=', modelId)
        .where('series.until_version', 'is', null)
        .where('series.position', '>=', from)
        .$if(some.length > 0, (qb) => qb.where(sql<boolean>`series.id IN ${own}`))
        .where((eb) =>
          eb.or([
            eb('anomaly_watches.watched_until', 'is', null),
            eb('series.end_time', '>', eb.ref('anomaly_watches.watched_until')),
          ]),
        )
        .orderBy('series.position')
        .limit(limit)
        .execute();
      const last = rows.at(-1);
      return {
        series: rows.map(({ id, watched_until }) => ({ id, after: watched_until })),
        next: rows.length < limit || last === undefined ? null : last.position + 1,
      };
    },

    async record(modelId, level, { version, series }) {
      return inTransaction(db, async (trx) => {
        const model = await trx
          .selectFrom('models')
          .select(['tenant_id', 'dataset_id', 'anomaly_level'])
          .where('id', '=', modelId)
          .forNoKeyUpdate()
          .executeTakeFirst();
        if (model?.anomaly_level == null) return null;
        if (await hasLostSince(trx, model.dataset_id, version)) return null;
        const news = await advance(trx, model.tenant_id, modelId, series);
        const anomalies = news.flatMap((one) => one.anomalies);
        for (let first = 0; first < anomalies.length; first += anomaliesPerMessageMax) {
          const some = anomalies.slice(first, first + anomaliesPerMessageMax);
          const data = { model_id: modelId, dataset_id: model.dataset_id, level, anomalies: some };
          await announce(trx, model.tenant_id, { type: 'anomaly.detected', data });
        }
        return anomalies.length;
      });
    },

    async finish(modelId, version) {
      await db
        .updateTable('models')
        .set({ watched_version: version })
        .where('id', '=', modelId)
        .where('watched_version', '<', version)
        .execute();
    },
  };
}

/** SQL: watches that are behind. The lateral query takes the index of watches: few datasets have changed, of which the
 *  planner knows nothing. */
const dueWatches = (except: readonly DueWatch[]) => sql`
  SELECT model.id AS "modelId", unwatched.version FROM unwatched_versions AS unwatched CROSS JOIN LATERAL (
    SELECT id FROM models
    WHERE dataset_id = unwatched.dataset_id AND anomaly_level IS NOT NULL AND status = 'ready'
      AND watched_version < unwatched.version OFFSET 0
  ) AS model ${except.length === 0 ? sql`` : isNoneOf(except)}`;

function isNoneOf(watches: readonly DueWatch[]) {
  return sql`WHERE (model.id, unwatched.version) NOT IN (
    SELECT * FROM unnest(${watches.map(({ modelId }) => modelId)}::text[], ${watches.map(({ version }) => version)}::integer[]))`;
}

/** The first due watch of each tenant, then the second of each. */
function inTurns(due: RawBuilder<unknown>, limit: number) {
  const place = sql`row_number() OVER (PARTITION BY unwatched.tenant_id ORDER BY model.id)`;
  return sql<DueWatch>`${due} ORDER BY ${place}, model.id LIMIT ${limit}`;
}

/** SQL: a watch of the dataset is behind, also one of a model in training. A retry of a training that has ended adds
 *  the row again. A query of one value runs for each row, with an index. */
const hasWatchBehind = sql`(
  SELECT true FROM models
  WHERE dataset_id = unwatched.dataset_id AND anomaly_level IS NOT NULL AND status IN ('training', 'ready')
    AND watched_version < unwatched.version
  LIMIT 1) IS NOT NULL`;

/** Deletes versions that all watches have searched. Whoever makes a further version waits for the locked row, or its
 *  row is skipped. A statement of its own sees what was committed before the row was locked. */
async function forgetWatched(db: Kysely<Database>): Promise<void> {
  await inTransaction(db, async (trx) => {
    const { rows } = await sql<{ dataset_id: string }>`
      SELECT dataset_id FROM unwatched_versions AS unwatched WHERE NOT ${hasWatchBehind}
      LIMIT ${forgottenMax} FOR UPDATE SKIP LOCKED`.execute(trx);
    if (rows.length === 0) return;
    await sql`
      DELETE FROM unwatched_versions AS unwatched
      WHERE dataset_id = ANY(${rows.map(({ dataset_id }) => dataset_id)}) AND NOT ${hasWatchBehind}`.execute(
      trx,
    );
  });
}

function watching(db: Kysely<Database>) {
  return db
    .selectFrom('models')
    .innerJoin('datasets', 'datasets.id', 'models.dataset_id')
    .where('models.anomaly_level', 'is not', null)
    .where('models.status', '=', 'ready');
}

/** Whether observations of a version may be gone from the newest one: a deletion or a restore came after it, or so many
 *  changes that not all are known. The caller has locked the model, and so have those changes before
 *  they moved its positions. */
async function hasLostSince(
  trx: Transaction<Database>,
  datasetId: string,
  version: number,
): Promise<boolean> {
  const { rows } = await sql<{ has_lost: boolean }>`
    SELECT coalesce(bool_or(change IN ('deletion', 'restore')) OR min(version) > ${version}::integer + 1, false) AS has_lost
    FROM dataset_versions WHERE dataset_id = ${datasetId} AND version > ${version}`.execute(trx);
  return rows[0].has_lost;
}

/** Stores how far the series were watched, except those that another worker watched in the meantime.
 *  The caller has locked the model's row. @returns the series that were stored */
async function advance(
  trx: Transaction<Database>,
  tenant: string,
  modelId: string,
  checked: CheckedSeries[],
): Promise<CheckedSeries[]> {
  const ids = checked.map(({ id }) => id);
  const rows = await trx
    .selectFrom('anomaly_watches')
    .select(['series_id', 'watched_until'])
    .where('model_id', '=', modelId)
    .where((eb) => eb('series_id', '=', eb.fn.any(eb.val(ids))))
    .execute();
  const until = new Map(rows.map((row) => [row.series_id, row.watched_until]));
  const news = checked.filter((one) => one.until !== null && (until.get(one.id) ?? null) === one.after);
  if (news.length === 0) return [];
  await trx
    .insertInto('anomaly_watches')
    .values(
      news.map((one) => ({
        model_id: modelId,
        series_id: one.id,
        tenant_id: tenant,
        watched_until: one.until!,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['model_id', 'series_id'])
        .doUpdateSet((eb) => ({ watched_until: eb.ref('excluded.watched_until') })),
    )
    .execute();
  return news;
}

/** Starts to watch after the last observation of each series, changes the level, or stops (null).
 *  @returns whether the watch is new, and has stored a row for each series */
export async function setAnomalyLevel(
  trx: Transaction<Database>,
  model: Selectable<ModelsTable>,
  level: number | null,
): Promise<boolean> {
  if (level === null && kindOf(model) !== 'numeric') return false; // it has no watch
  requireModelKind(model, 'numeric', {
    symbols: 'its forecasts, whose `bits` say how unusual each symbol is',
  });
  const { id, tenant_id, dataset_id, spec } = model;
  const dataset = await lockDatasetIfAny(trx, tenant_id, dataset_id);
  const current = await trx
    .selectFrom('models')
    .select('anomaly_level')
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (dataset === undefined || current === undefined) return false; // deleted meanwhile: the caller finds no model
  const isNew = level !== null && current.anomaly_level === null;
  const start = isNew ? { watched_version: dataset.version } : {};
  await trx
    .updateTable('models')
    .set({ anomaly_level: level, ...start })
    .where('id', '=', id)
    .execute();
  if (level === null) await trx.deleteFrom('anomaly_watches').where('model_id', '=', id).execute();
  if (isNew) await watchFromEnd(trx, dataset, [{ id, target: spec.target }]);
  return isNew;
}
