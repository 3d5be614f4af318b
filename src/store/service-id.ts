import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from './database/tables.ts';

const purpose = 'queue';

/** Random id of the service whose database this is, the same for all processes. The first call makes it. */
export async function serviceId(db: Kysely<Database>): Promise<string> {
  await db
    .insertInto('service_ids')
    .values({ purpose, id: randomUUID() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { id } = await db
    .selectFrom('service_ids')
    .select('id')
    .where('purpose', '=', purpose)
    .executeTakeFirstOrThrow();
  return id;
}
