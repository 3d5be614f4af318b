import type { Redis } from 'ioredis';
import { createOutageLog, type OutageLines } from '../outage-log.ts';
import { requireCommands } from './redis-commands.ts';
import { redisRefusal } from './redis-errors.ts';
import { mayHaveSaidWhy, redisFarewell } from './redis-farewell.ts';

/** Connects, and asks for what the queue needs.
 *  @throws Error whose cause is the reason, and the reason itself if the operator must change something first */
export async function connected(connection: Redis): Promise<void> {
  let reason: Error | null = null;
  const keep = (error: Error) => {
    reason ??= error;
  };
  connection.on('error', keep);
  try {
    await connection.connect();
    if (reason !== null) throw reason; // such as a database that does not exist: ioredis uses another one
    await requireCommands(connection);
  } catch (error) {
    connection.disconnect(); // it would go on trying
    for (const refusal of [reason, error]) if (redisRefusal(refusal) !== null) throw refusal;
    const said = mayHaveSaidWhy(reason) ? await redisFarewell(connection.options) : null;
    if (redisRefusal(said) !== null) throw said;
    throw new Error((error as Error).message, { cause: said ?? reason ?? error }); // ioredis only says that the connection is closed
  } finally {
    connection.off('error', keep);
  }
}

/** A call that finds no connection only says that there is none. */
export function tellLosses(connection: Redis, log: OutageLines): void {
  const silences = createOutageLog(log, {
    failing: 'Redis does not answer; the connection is tried again',
    again: 'Redis answers again',
  });
  /** Apart from silences: a refusal says what the operator has to change, and often follows one. */
  const refusals = createOutageLog(log, {
    failing: (error) => redisRefusal(error)!,
    again: 'Redis takes the service again',
  });
  const tell = (error: Error) => {
    const outage = redisRefusal(error) === null ? silences : refusals;
    outage.failed(error);
  };
  let last: Error | null = null;
  let asking: { done: Promise<void>; answered: AbortController } | null = null;
  const ask = async (error: Error | null, { signal }: AbortController) => {
    const reason = (await redisFarewell(connection.options, signal)) ?? error;
    if (reason !== null) tell(reason);
    asking = null;
  };
  connection.on('error', (error) => {
    last = error;
    if (!mayHaveSaidWhy(error)) tell(error);
  });
  connection.on('reconnecting', () => {
    const error = last;
    last = null;
    if (asking !== null || !mayHaveSaidWhy(error)) return;
    const answered = new AbortController();
    asking = { done: ask(error, answered), answered };
  });
  connection.on('end', () => asking?.answered.abort());
  connection.on('ready', async () => {
    asking?.answered.abort();
    await asking?.done;
    silences.works();
    refusals.works();
  });
}
