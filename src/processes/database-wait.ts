/** The start of a process before its databases answer. Not a part of `lifecycle`, which `npm start` loads without the store. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isConnectionError, type Store } from '../store/index.ts';

/** Time between two attempts to reach a database that a process needs to start. */
const startRetryMs = 1_000;

/** Repeats the start of a part while its database does not answer. A process that starts before its database waits for it. */
export async function onceDatabaseAnswers<Part>(log: Logger, open: () => Promise<Part>): Promise<Part> {
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await open();
    } catch (error) {
      if (!(isConnectionError(error) || isClosedRedis(error))) throw error;
      if (isFirst) log.warn({ err: error }, 'a database does not answer: the process waits for it');
      await sleep(startRetryMs);
    }
  }
}

/** Says that the policies of the tables, the second lock between tenants, do not bind the role in `DATABASE_URL`. */
export async function warnUnlessBound(store: Pick<Store, 'isBoundByPolicies'>, log: Logger): Promise<void> {
  if (await onceDatabaseAnswers(log, () => store.isBoundByPolicies())) return;
  log.warn(
    'the role in DATABASE_URL is a superuser or has BYPASSRLS: row-level security, the second lock between tenants, is off; use a role without these rights that owns the database',
  );
}

/** Redis reports a refused connection without a code. */
function isClosedRedis(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Connection is closed');
}
