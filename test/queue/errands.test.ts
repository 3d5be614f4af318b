import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Errand, ErrandQueue } from '../../src/contracts/ports/index.ts';
import { newId, type Schedule } from '../../src/contracts/schemas/index.ts';
import {
  consumeErrands,
  createErrandQueue,
  type QueueBackend,
  startErrandKeeper,
} from '../../src/queue/index.ts';
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
  describe.skipIf(!isInstalled)(`errands on ${name}`, () => {
    let place: QueuePlace;
    let backend: QueueBackend;
    let errands: ErrandQueue;

    beforeAll(async () => {
      place = await start();
      backend = await place.open();
      errands = createErrandQueue(backend);
    });
    afterAll(async () => {
      await errands.close();
      await backend.close();
      await place.end();
    });

    const consuming = (handle: (errand: Errand, id: string) => Promise<void>) =>
      consumeErrands(backend, { deliveriesAtOnce: 2, workerId: 'w1', log, handle });

    test('an attempt to deliver is made once, and again when it threw', async () => {
      const due = { id: newId('delivery'), attempt: 1 };
      await errands.deliver(due);
      await errands.deliver(due);
      const seen: [Errand, string][] = [];
      const consumer = consuming(async (errand, id) => {
        seen.push([errand, id]);
        if (seen.length === 1) throw new Error('the database is away');
      });
      await vi.waitFor(() => expect(seen).toHaveLength(2), 8_000);
      expect(seen[0]).toEqual([{ errand: 'deliver', delivery_id: due.id, attempt: 1 }, `${due.id}-1`]);
      expect(seen[1]).toEqual(seen[0]);
      await consumer.close();
    });

    test('a planned schedule ticks in its time, a changed one as it is now, and one that is taken out not at all', async () => {
      const schedule = everySecond();
      await errands.plan(schedule);
      expect([...(await errands.planned())]).toEqual([[schedule.id, 1]]);
      const ticks: { revision: number; id: string }[] = [];
      const consumer = consuming(async (errand, id) => {
        if (errand.errand === 'tick') ticks.push({ revision: errand.revision, id });
      });
      await vi.waitFor(() => expect(ticks.length).toBeGreaterThanOrEqual(3), 8_000);
      expect(new Set(ticks.map(({ id }) => id)).size).toBe(ticks.length);
      expect(ticks.every(({ revision }) => revision === 1)).toBe(true);

      await errands.plan({ ...schedule, revision: 2 });
      expect([...(await errands.planned())]).toEqual([[schedule.id, 2]]);
      await vi.waitFor(() => expect(ticks.at(-1)?.revision).toBe(2), 8_000);

      await errands.unplan(schedule.id);
      await errands.unplan(schedule.id);
      expect([...(await errands.planned())]).toEqual([]);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const before = ticks.length;
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect(ticks.length).toBe(before);
      await consumer.close();
    });

    test('the keeper plans what the rows say, takes out the rest, and queues deliveries and looks that are due', async () => {
      const [missing, changed, gone] = [everySecond(), everySecond(), everySecond()];
      await errands.plan(changed);
      await errands.plan(gone);
      const due = { id: newId('delivery'), attempt: 3 };
      const watch = { modelId: newId('model'), version: 4 };
      const seen: Errand[] = [];
      const consumer = consuming(async (errand) => {
        seen.push(errand);
      });
      const keeper = startErrandKeeper({
        errands,
        log,
        outbox: { due: async () => [due], load: async () => null, record: async () => {} },
        ticks: { enabled: async () => [missing, { ...changed, revision: 5 }] },
        watches: { due: async () => [watch] },
      });
      await vi.waitFor(async () => {
        expect(await errands.planned()).toEqual(
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
      for (const { id } of [missing, changed]) await errands.unplan(id);
    });
  });
}
