import { pino } from 'pino';
import { expect, test } from 'vitest';
import { newId } from '../../src/contracts/schemas/index.ts';
import { AppError } from '../../src/errors.ts';
import { openStore } from '../../src/store/index.ts';
import { type BackgroundTaskDeps, handleBackgroundTask } from '../../workers/background-tasks.ts';
import { createPastOutages } from '../../workers/outages.ts';
import { createTestDatabase } from '../support/postgres.ts';

test('a tick waits as long as the database is away, and further ticks of its schedule end meanwhile', async () => {
  const database = await createTestDatabase();
  const store = await openStore(database.url, { poolMax: 1 });
  const deps = { log: pino({ level: 'silent' }), ticks: store.ticks, pastOutages: createPastOutages() };
  const tick = { errand: 'tick', schedule_id: newId('schedule'), revision: 1 } as const;
  const handle = (task: Parameters<typeof handleBackgroundTask>[1], id: string) =>
    handleBackgroundTask(deps as unknown as BackgroundTaskDeps, task, id);

  expect(await handle(tick, 'tick-1')).toBe('ended'); // there is no such schedule
  await database.drop();
  for (let tries = 0; tries < 7; tries++) expect(await handle(tick, 'tick-1')).toBe('outage');
  expect(await handle(tick, 'tick-2')).toBe('ended');
  expect(await handle({ ...tick, schedule_id: newId('schedule') }, 'tick-3')).toBe('outage');
  await store.close();
});

test('a full disk is waited for, and another error is thrown', async () => {
  const pastOutages = createPastOutages();
  const task = { id: 'tick-1', subject: 'schedule' };
  const failing = (error: Error) =>
    pastOutages(task, async () => {
      throw error;
    });
  expect(await failing(new AppError('storage_full', { detail: 'no room' }))).toBe('outage');
  await expect(failing(new Error('a bug'))).rejects.toThrow('a bug');
});
