import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Runner } from './identity.ts';
import type { LogFile } from './log-file.ts';
import { gatecastName, serviceRole } from './protocol.ts';
import { run } from './run.ts';

/** In the data directory of PostgreSQL: the database belongs to the role of the service. */
const markName = 'gatecast.role';

/** Statements for a new cluster, one a line. The role of the service owns its database, and has no rights beyond it. */
export const newDatabase = `CREATE ROLE ${serviceRole} LOGIN
CREATE DATABASE ${gatecastName} OWNER ${serviceRole}
`;

/** Gives the database, and what is in it, to the role of the service. In clusters of earlier versions the service was
 *  the superuser. REASSIGN OWNED refuses that role, so each object is named. */
const upgrade = `
DO $$
DECLARE object record;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${serviceRole}') THEN CREATE ROLE ${serviceRole} LOGIN; END IF;
  ALTER DATABASE ${gatecastName} OWNER TO ${serviceRole};
  FOR object IN
    WITH ours AS (
      SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')
    SELECT 'SCHEMA' AS kind, quote_ident(nspname) AS name FROM ours WHERE nspname <> 'public'
    UNION ALL SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END,
        c.oid::regclass::text
      FROM pg_class c JOIN ours ON ours.oid = relnamespace
      WHERE relkind IN ('r', 'p', 'v', 'm') OR relkind = 'S' AND NOT EXISTS (
        SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype IN ('a', 'i'))
    UNION ALL SELECT 'ROUTINE', p.oid::regprocedure::text FROM pg_proc p JOIN ours ON ours.oid = pronamespace
    UNION ALL SELECT 'TYPE', t.oid::regtype::text FROM pg_type t JOIN ours ON ours.oid = typnamespace
      WHERE typtype IN ('e', 'd')
  LOOP
    EXECUTE format('ALTER %s %s OWNER TO ${serviceRole}', object.kind, object.name);
  END LOOP;
END $$;
`;

/** Upgrades a cluster in which the service was the superuser. No server runs on it.
 *  @throws EmbeddedPostgresError start_failed */
export async function requireServiceRole(
  { directory, runner }: { directory: string; runner: Runner },
  postgres: string,
  log: LogFile,
): Promise<boolean> {
  if (existsSync(join(directory, markName))) return false;
  const flags = ['--single', '-j', '-c', 'exit_on_error=on', '-D', directory, gatecastName];
  await run(
    runner,
    log,
    postgres,
    flags,
    upgrade,
    'The database could not be given to the role of the service',
  );
  markServiceRole(directory);
  return true;
}

export function markServiceRole(directory: string): void {
  writeFileSync(join(directory, markName), `${serviceRole}\n`, { flush: true });
}
