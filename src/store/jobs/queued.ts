import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { JobKind, TenantId } from '../../contracts/schemas/index.ts';
import { createGroups } from '../database/groups.ts';
import type { Database } from '../database/tables.ts';

export interface Waiting {
  /** Place in the queue of its kind, from 1. Tenants take turns: before the n-th job of a tenant, up to n jobs of each
   *  other tenant begin. */
  queue_position: number;
  /** Estimated seconds until the job has ended: the rest of the running jobs and the jobs before it, divided among the
   *  running jobs, and its own duration. A job that waits counts with the median duration of recent jobs of its kind
   *  and preset, or else of its kind; jobs of another tenant count with the mean of these. While jobs wait, workers run
   *  as many as they can, so the running jobs are their slots. Null while no job of its kind has succeeded. */
  waiting_seconds: number | null;
}

/** Places and estimates of those of the jobs that are queued, by id. */
export type PlacesOf = (tenant: TenantId, ids: readonly string[]) => Promise<Map<string, Waiting>>;

/** Jobs whose places one statement reads, unless a single page has more. */
const idsMax = 1_000;

/** Reads places in groups. A statement counts the whole queue, for one job as for many: 5 ms for 10,000 queued jobs. So
 *  the more callers ask about a long queue, the more of them share a count. */
export function createPlaceReads(db: Kysely<Database>): PlacesOf {
  const read = createGroups<{ tenant: TenantId; ids: readonly string[] }, Map<string, Waiting>>({
    laneOf: ({ tenant }) => tenant,
    take: fittingCalls,
    isOfOne: () => false,
    waitsFor: 4,
    async run(calls) {
      const places = await waitingOf(
        db,
        calls[0].tenant,
        calls.flatMap(({ ids }) => ids),
      );
      return calls.map(() => places);
    },
  });
  return (tenant, ids) => read({ tenant, ids });
}

function fittingCalls(calls: readonly { ids: readonly string[] }[]): number {
  let [length, jobs] = [0, 0];
  for (const { ids } of calls) {
    jobs += ids.length;
    if (length > 0 && jobs > idsMax) break;
    length++;
  }
  return length;
}

/** One statement for a whole page. It reads the queued jobs in an index alone. */
export async function waitingOf(
  db: Kysely<Database>,
  tenant: TenantId,
  ids: readonly string[],
): Promise<Map<string, Waiting>> {
  const { rows } = await sql<Waiting & { id: string }>`
    SELECT place.* FROM (
      SELECT jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'preset', preset, 'priority', priority)) AS jobs
      FROM jobs WHERE id = ANY(${ids}::text[]) AND tenant_id = ${tenant} AND status = 'queued'
    ) AS asked CROSS JOIN LATERAL queue_places(${tenant}, asked.jobs, false) AS place`.execute(db);
  return new Map(rows.map(({ id, ...waiting }) => [id, waiting]));
}

/** A job that the same statement inserts. */
export interface NewlyQueued {
  id: string;
  kind: JobKind;
  preset: string;
  priority: number;
}

/** Rows of `Waiting` with ids, for jobs that are not stored yet: a part of the statement that stores them. It counts
 *  what was committed when the statement began. */
export function placesOfNew(tenant: TenantId, jobs: readonly NewlyQueued[]): RawBuilder<unknown> {
  return sql`queue_places(${tenant}, ${JSON.stringify(jobs)}::jsonb, true)`;
}
