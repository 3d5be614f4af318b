import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import { asService, inCall } from '../../sharing/index.ts';
import type { Database } from './tables.ts';

const setTenant = "SELECT set_config('gatecast.tenant', $1, false)";

/** The tenant that each connection was set to last. It is '' for a new one: the service itself. */
const tenants = new WeakMap<pg.PoolClient, string>();

/** Lets a connection see the rows of the tenant of the present call only: the policies of the tables read this setting.
 *  Outside of calls it sees all. Asks the database only if the connection was used for another tenant before.
 *  @throws when the setting may not be the one that was asked for: the connection is then of no more use */
export async function enterTenant(client: pg.PoolClient, tenant: string): Promise<void> {
  if ((tenants.get(client) ?? '') === tenant) return;
  await client.query({ name: 'gatecast_tenant', text: setTenant, values: [tenant] });
  tenants.set(client, tenant);
}

/** Runs a statement for items of several callers: as the tenant that all of them belong to, or else as the service.
 *  Such a statement names the tenant of each item. */
export function asTenantOf<Result>(items: readonly { tenant: string }[], work: () => Result): Result {
  const [{ tenant }, ...others] = items;
  if (others.some((other) => other.tenant !== tenant)) return asService(work);
  return inCall({ tenant, signal: null }, work);
}

/** Whether the policies of the tables bind the role of the connections. They bind neither a superuser nor
 *  a role with BYPASSRLS. */
export async function isBoundByPolicies(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ is_bound: boolean }>`
    SELECT NOT (rolsuper OR rolbypassrls) AS is_bound FROM pg_roles WHERE rolname = current_user`.execute(db);
  return rows[0].is_bound;
}
