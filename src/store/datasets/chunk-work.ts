import type { Kysely } from 'kysely';
import { isWorkOfThread, workOnChunks } from '../../chunks/index.ts';
import { silentLonger } from '../database/lock-waits.ts';
import type { Database } from '../database/tables.ts';

/** As `workOnChunks`. A transaction may be silent while threads do the work. */
export async function workIn<Name extends Parameters<typeof workOnChunks>[0]>(
  db: Kysely<Database>,
  ...[name, task, bytes, consumes]: Parameters<typeof workOnChunks<Name>>
): ReturnType<typeof workOnChunks<Name>> {
  const work = () => workOnChunks(name, task, bytes, consumes);
  return db.isTransaction && isWorkOfThread(bytes) ? silentLonger(db, work) : work();
}
