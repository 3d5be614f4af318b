import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { Database } from './tables.ts';

/** Tells when the connections of a pool lead to another server than before: a standby that has taken over, or one that
 *  was started again. A standby may lack the last transactions, and gives the versions of lost changes to others: what
 *  was read of them must be forgotten. */
export class ServerIdentity {
  #startedAt: string | null = null;
  readonly #listeners = new Set<() => void>();

  /** Asks a new connection, before anybody uses it. */
  async check(client: pg.ClientBase): Promise<void> {
    const { rows } = await client.query<{ at: string }>('SELECT pg_postmaster_start_time()::text AS at');
    const before = this.#startedAt;
    this.#startedAt = rows[0].at;
    if (before !== null && before !== rows[0].at) for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }
}

const identities = new WeakMap<Kysely<Database>, ServerIdentity>();

export function keepIdentity(db: Kysely<Database>, identity: ServerIdentity): void {
  identities.set(db, identity);
}

/** Calls `listener` before the first statement on another server. */
export function onOtherServer(db: Kysely<Database>, listener: () => void): void {
  identities.get(db)?.onChange(listener);
}
