import type pg from 'pg';
import { AppError } from '../../errors.ts';
import { FairSlots } from '../../sharing/index.ts';

/** Share of the connections that only tenants without one may take. A pool of fewer than five is not divided. */
const spareShare = 0.2;

/** Connections of a pool, shared among tenants: the slow statements of one tenant never hold all of them, and a free
 *  one goes to the waiting tenant that holds the fewest. The service itself counts as a tenant. */
export class ConnectionShares {
  readonly #pool: pg.Pool;
  readonly #slots: FairSlots;
  readonly #waitMsMax: number;

  constructor(pool: pg.Pool, { connections, waitMsMax }: { connections: number; waitMsMax: number }) {
    const slotsSpare = Math.floor(spareShare * connections);
    this.#pool = pool;
    this.#slots = new FairSlots({ slots: connections, slotsPerTenant: connections - slotsSpare, slotsSpare });
    this.#waitMsMax = waitMsMax;
  }

  /** Its `release` gives the share back too. @throws AppError database_unavailable if none is free in time */
  async connect(tenant: string): Promise<pg.PoolClient> {
    if (!this.#slots.take(tenant) && !(await this.#slots.waitWithin(tenant, this.#waitMsMax)))
      throw tooBusy();
    try {
      const client = await this.#pool.connect();
      const release = client.release;
      // V8 allocates a function that is written to the right of a property in the old generation,
      // with all that it refers to.
      const releaseBoth: typeof release = (destroy) => {
        client.release = release;
        this.#slots.release(tenant);
        release(destroy);
      };
      client.release = releaseBoth;
      return client;
    } catch (error) {
      this.#slots.release(tenant);
      throw error;
    }
  }
}

function tooBusy(): AppError {
  return new AppError('database_unavailable', {
    detail:
      'Other calls of this tenant hold all connections to the database that it may have; try again in a few seconds, with fewer calls at once.',
  });
}
