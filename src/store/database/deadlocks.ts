import { isDeadlock } from './connection.ts';

const triesMax = 3;

/** Runs work again that PostgreSQL ended because it and another transaction waited for each other: it had no effect. Foreign keys
 *  lock rows in an order of their own, so a deletion and an insertion may meet like this. */
export async function againAfterDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isDeadlock(error) || tries === triesMax) throw error;
    }
  }
}
