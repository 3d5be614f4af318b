import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { QueuePool } from '../../src/queue/pool.ts';
import { createTestDatabase } from '../support/postgres.ts';

test('a pool that ends at once ends the connections in use, and the process goes on', async () => {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const pool = new QueuePool({ connectionString: url, max: 2 });
  pool.on('error', () => {});
  const [used, waiting] = [await pool.connect(), await pool.connect()];
  const answer = waiting.query('SELECT pg_sleep(60)');
  const errors: Error[] = [];
  const heard = (error: Error) => void errors.push(error);
  process.on('uncaughtException', heard);
  onTestFinished(() => void process.off('uncaughtException', heard));
  pool.endAtOnce();
  await expect(answer).rejects.toThrow('Connection terminated');
  await expect(used.query('SELECT 1')).rejects.toThrow();
  await sleep(50);
  expect(errors).toEqual([]);
});
