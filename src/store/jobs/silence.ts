import { type RawBuilder, sql } from 'kysely';

/** SQL: whether the last heartbeat of a job is further than a time from now, by the clock of the database. A live worker writes it several
 *  times a second, so one in the future is of a worker that died before that clock was set back.
 *  @param ms SQL of the time in milliseconds */
export function silentFor(ms: RawBuilder<unknown>): RawBuilder<boolean> {
  const interval = sql`(${ms}) * interval '1 millisecond'`;
  return sql`heartbeat_at NOT BETWEEN clock_timestamp() - ${interval} AND clock_timestamp() + ${interval}`;
}
