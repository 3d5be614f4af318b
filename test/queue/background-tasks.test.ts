import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { BackgroundTask, BackgroundTaskQueue } from '../../src/contracts/ports/index.ts';
import { newId, type Schedule } from '../../src/contracts/schemas/index.ts';
import {
  consumeBackgroundTasks,
  createBackgroundTaskQueue,
  type QueueBackend,
  startBackgroundTaskKeeper,
} from '../../src/queue/index.ts';
import { createFairGate } from '../../src/sharing/index.ts';
import { createTurns } from '../../workers/turn.ts';
import { type QueuePlace, queuePlaces } from '../support/queue-backends.ts';

const log = pino({ level: 'silent' });

function everySecond(): Schedule {
  const now = new Date().toISOString();
  return {
    id: newId('schedule'),
    name: null,
    kind: 'retrain',
    model_id: newId('model'),
    every: 'PT1S',
    cron: null,
    time_zone: 'UTC',
    enabled: true,
    revision: 1,
    next_run_at: null,
    last_run: null,
    created_at: now,
    changed_at: now,
  };
}

for (const { name, isInstalled, start } of queuePlaces) {
  describe.skipIf(!isInstalled)(`background tasks on ${name}`, () => {
    let place: QueuePlace;
    let backend: QueueBackend;
    let backgroundTasks: BackgroundTaskQueue;

    beforeAll(async () => {
      place = await start();
      backend = await place.open();
      backgroundTasks = createBackgroundTaskQueue(backend);
    });
    afterAll(async () => {
      await backgroundTasks.close();
      await backend.close();
      await place.end();
    });

    const consuming = (handle: (task: BackgroundTask, id: string) => Promise<void>) =>
      consumeBackgroundTasks(backend, {
        ...{ deliveriesAtOnce: 2, timedAtOnce: 2, workerId: 'w1', log },
        handle: async (task, id) => {
          await handle(task, id);
          return 'ended';
        },
      });

    test('tasks of one tenant that wait for its turn do not hold up those of another', async () => {
      const inTurn = createTurns(
        createFairGate({
          ...{ slots: 2, slotsPerTenant: 1, slotsSpare: 1, waitingMax: 4, waitingPerTenantMax: 2 },
          ...{ msMax: null, graceMs: null, subject: 'tests' },
        }),
      );
      const [busy, other] = [Array.from({ length: 9 }, () => newId('model')), newId('model')];
      const begun: string[] = [];
      const blocked = Promise.withResolvers<void>();
      const consumer = consumeBackgroundTasks(backend, {
        ...{ deliveriesAtOnce: 1, timedAtOnce: 4, workerId: 'w1', log },
        handle: async (task, id) => {
          if (task.errand !== 'watch') return 'ended';
          const subject = task.model_id;
          return inTurn({ id, tenant: busy.includes(subject) ? 'busy' : 'other', subject }, async () => {
            begun.push(subject);
            if (subject !== other) await blocked.promise;
          });
        },
      });
      for (const modelId of [...busy, other]) await backgroundTasks.watch({ modelId, version: 1 });
      await vi.waitFor(() => expect(begun).toContain(other), 8_000);
      expect(begun).toHaveLength(2);
      blocked.resolve();
      await vi.waitFor(() => expect(begun).toHaveLength(10), 12_000);
      await consumer.close();
    });

    test('an attempt that is queued twice is made once, and made again after it threw', async () => {
      const due = { id: newId('delivery'), attempt: 1 };
      await backgroundTasks.deliver(due);
      await backgroundTasks.deliver(due);
      const seen: [BackgroundTask, string][] = [];
      const consumer = consuming(async (task, id) => {
        seen.push([task, id]);
        if (seen.length === 1) throw new Error('the database is away');
      });
      await vi.waitFor(() => expect(seen).toHaveLength(2), 8_000);
      expect(seen[0]).toEqual([{ errand: 'deliver', delivery_id: due.id, attempt: 1 }, `${due.id}-1`]);
      expect(seen[1]).toEqual(seen[0]);
      await consumer.close();
    });

    test('a planned schedule ticks on time, a changed one with its new revision, and a removed one no more', async () => {
      const schedule = everySecond();
      await backgroundTasks.plan(schedule);
      expect([...(await backgroundTasks.planned())]).toEqual([[schedule.id, 1]]);
      const ticks: { revision: number; id: string }[] = [];
      const consumer = consuming(async (task, id) => {
        if (task.errand === 'tick') ticks.push({ revision: task.revision, id });
      });
      await vi.waitFor(() => expect(ticks.length).toBeGreaterThanOrEqual(3), 8_000);
      expect(new Set(ticks.map(({ id }) => id)).size).toBe(ticks.length);
      expect(ticks.every(({ revision }) => revision === 1)).toBe(true);

      await backgroundTasks.plan({ ...schedule, revision: 2 });
      expect([...(await backgroundTasks.planned())]).toEqual([[schedule.id, 2]]);
      await vi.waitFor(() => expect(ticks.at(-1)?.revision).toBe(2), 8_000);

      await backgroundTasks.unplan(schedule.id);
      await backgroundTasks.unplan(schedule.id);
      expect([...(await backgroundTasks.planned())]).toEqual([]);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const before = ticks.length;
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect(ticks.length).toBe(before);
      await consumer.close();
    });

    test('the keeper plans enabled schedules, removes others, and queues the deliveries and watches that are due', async () => {
      const [missing, changed, gone] = [everySecond(), everySecond(), everySecond()];
      await backgroundTasks.plan(changed);
      await backgroundTasks.plan(gone);
      const due = { id: newId('delivery'), attempt: 3 };
      const watch = { modelId: newId('model'), version: 4 };
      const seen: BackgroundTask[] = [];
      const consumer = consuming(async (task) => {
        seen.push(task);
      });
      const keeper = startBackgroundTaskKeeper({
        backgroundTasks,
        log,
        dueTasks: { any: async () => ({ deliveries: true, watches: true }) },
        outbox: { due: async () => [due] },
        ticks: { enabled: async () => [missing, { ...changed, revision: 5 }] },
        watches: { due: async () => [watch] },
      });
      await vi.waitFor(async () => {
        expect(await backgroundTasks.planned()).toEqual(
          new Map([
            [missing.id, 1],
            [changed.id, 5],
          ]),
        );
      }, 8_000);
      await vi.waitFor(() => {
        expect(seen).toContainEqual({ errand: 'deliver', delivery_id: due.id, attempt: 3 });
        expect(seen).toContainEqual({ errand: 'watch', model_id: watch.modelId, version: 4 });
        expect(seen).toContainEqual({ errand: 'clean' });
      }, 8_000);
      await keeper.stop();
      await consumer.close();
      for (const { id } of [missing, changed]) await backgroundTasks.unplan(id);
    });
  });
}
