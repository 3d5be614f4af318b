import { Redis } from 'ioredis';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { BackgroundTask, BackgroundTaskQueue } from '../../src/contracts/ports/index.ts';
import { newId, type Schedule } from '../../src/contracts/schemas/index.ts';
import { backgroundTaskQueueNames } from '../../src/queue/definitions.ts';
import {
  consumeBackgroundTasks,
  createBackgroundTaskQueue,
  type QueueBackend,
  startBackgroundTaskKeeper,
} from '../../src/queue/index.ts';
import { createFairGate } from '../../src/sharing/index.ts';
import { createTurns } from '../../workers/turn.ts';
import { type QueuePlace, queuePlaces } from '../support/queue-backends.ts';
import { soonMs } from '../support/soon.ts';

/** Two rounds of a keeper that plans schedules: the first may fail on a busy machine. */
const roundsMs = 4 * soonMs;

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

function runAt(at: string): NonNullable<Schedule['last_run']> {
  return { outcome: 'started', detail: null, model_id: null, forecast_id: null, job_id: null, at };
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

    const revisions = async () => {
      const planned = await backgroundTasks.planned();
      return new Map(Array.from(planned, ([id, { revision }]) => [id, revision]));
    };
    /** Runs `handle` for each task until the end of the test, which may fail. */
    const consume = (options: Parameters<typeof consumeBackgroundTasks>[1]) => {
      const consumer = consumeBackgroundTasks(backend, options);
      onTestFinished(() => consumer.close());
      return consumer;
    };
    const consuming = (handle: (task: BackgroundTask, id: string) => Promise<void>) =>
      consume({
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
        new AbortController().signal,
      );
      const [busy, other] = [Array.from({ length: 9 }, () => newId('model')), newId('model')];
      const begun: string[] = [];
      const blocked = Promise.withResolvers<void>();
      consume({
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
      await vi.waitFor(() => expect(begun).toContain(other), soonMs);
      expect(begun).toHaveLength(2);
      blocked.resolve();
      await vi.waitFor(() => expect(begun).toHaveLength(10), soonMs);
    });

    test('an attempt that is queued twice is made once, and made again after it threw', async () => {
      const due = { id: newId('delivery'), attempt: 1 };
      await backgroundTasks.deliver(due);
      await backgroundTasks.deliver(due);
      const seen: [BackgroundTask, string][] = [];
      consuming(async (task, id) => {
        seen.push([task, id]);
        if (seen.length === 1) throw new Error('the database is away');
      });
      await vi.waitFor(() => expect(seen).toHaveLength(2), soonMs);
      expect(seen[0]).toEqual([{ errand: 'deliver', delivery_id: due.id, attempt: 1 }, `${due.id}-1`]);
      expect(seen[1]).toEqual(seen[0]);
    });

    test('a handler is told which try of a task is the last one', async () => {
      const tries: boolean[] = [];
      const consumer = consume({
        ...{ deliveriesAtOnce: 1, timedAtOnce: 1, workerId: 'w1', log },
        handle: async (_task, id, isLastTry) => {
          if (id !== 'tried-twice') return 'ended';
          tries.push(isLastTry);
          throw new Error('again');
        },
      });
      const queue = backend.queue(backgroundTaskQueueNames.timed);
      const task: BackgroundTask = { errand: 'watch', model_id: newId('model'), version: 1 };
      await queue.add('watch', task, { jobId: 'tried-twice', attempts: 2 });
      await vi.waitFor(() => expect(tries).toEqual([false, true]), soonMs);
      await consumer.close();
      await queue.close();
    });

    test('a task that is given back more often than a task is tried comes again all the same', async () => {
      const modelId = newId('model');
      const ids: string[] = [];
      consume({
        ...{ deliveriesAtOnce: 1, timedAtOnce: 1, workerId: 'w1', log },
        retryMs: { deferred: 50, outage: 100 },
        handle: async (task, id) => {
          if (task.errand !== 'watch' || task.model_id !== modelId) return 'ended';
          ids.push(id);
          if (ids.length === 1) return { outage: new Error('the database is away') };
          return ids.length < 7 ? 'deferred' : 'ended';
        },
      });
      await backgroundTasks.watch({ modelId, version: 1 });
      await vi.waitFor(() => expect(ids).toHaveLength(7), 60_000);
      expect(new Set(ids)).toEqual(new Set([modelId]));
    });

    test('a planned schedule ticks on time, a changed one with its new revision, and a removed one no more', async () => {
      const schedule = everySecond();
      await backgroundTasks.plan(schedule);
      expect(await revisions()).toEqual(new Map([[schedule.id, 1]]));
      const ticks: { revision: number; id: string }[] = [];
      const watched: string[] = [];
      consuming(async (task, id) => {
        if (task.errand === 'tick') ticks.push({ revision: task.revision, id });
        if (task.errand === 'watch') watched.push(task.model_id);
      });
      await vi.waitFor(() => expect(ticks.length).toBeGreaterThanOrEqual(3), soonMs);
      expect(new Set(ticks.map(({ id }) => id)).size).toBe(ticks.length);
      expect(ticks.every(({ revision }) => revision === 1)).toBe(true);

      await backgroundTasks.plan({ ...schedule, revision: 2 });
      expect(await revisions()).toEqual(new Map([[schedule.id, 2]]));
      await vi.waitFor(() => expect(ticks.at(-1)?.revision).toBe(2), soonMs);

      await backgroundTasks.unplan(schedule.id);
      await backgroundTasks.unplan(schedule.id);
      expect(await revisions()).toEqual(new Map());
      // Ticks that waited are handled before a task that is queued now, or beside it.
      const last = { modelId: newId('model'), version: 1 };
      await backgroundTasks.watch(last);
      await vi.waitFor(() => expect(watched).toContain(last.modelId), soonMs);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const before = ticks.length;
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect(ticks.length).toBe(before);
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
        expect(await revisions()).toEqual(
          new Map([
            [missing.id, 1],
            [changed.id, 5],
          ]),
        );
      }, roundsMs);
      await vi.waitFor(() => {
        expect(seen).toContainEqual({ errand: 'deliver', delivery_id: due.id, attempt: 3 });
        expect(seen).toContainEqual({ errand: 'watch', model_id: watch.modelId, version: 4 });
        expect(seen).toContainEqual({ errand: 'clean' });
      }, roundsMs);
      await keeper.stop();
      await consumer.close();
      for (const { id } of [missing, changed]) await backgroundTasks.unplan(id);
    });

    test('a model has one watch in the queue, for all versions of its data', async () => {
      const modelId = newId('model');
      const watch = (version: number) => backgroundTasks.watch({ modelId, version });
      expect([await watch(1), await watch(2)]).toEqual([true, false]);
      let searches = 0;
      consuming(async (task) => {
        if (task.errand === 'watch' && task.model_id === modelId) searches++;
      });
      await vi.waitFor(async () => expect(await watch(2)).toBe(true), soonMs);
      await vi.waitFor(() => expect(searches).toBe(2), soonMs);
    });

    test('a watch that the queue forgets without success is left out for a while, so that others are named', async () => {
      const [failing, other] = [newId('model'), newId('model')].map((modelId) => ({ modelId, version: 1 }));
      const tries: string[] = [];
      consuming(async (task) => {
        if (task.errand === 'watch') tries.push(task.model_id);
      });
      const keeper = startBackgroundTaskKeeper({
        backgroundTasks,
        log,
        dueTasks: { any: async () => ({ deliveries: false, watches: true }) },
        outbox: { due: async () => [] },
        ticks: { enabled: async () => [] },
        watches: {
          due: async (_, except = []) =>
            [failing, other]
              .filter(({ modelId }) => !except.some((one) => one.modelId === modelId))
              .slice(0, 1), // room for one
        },
      });
      await vi.waitFor(() => expect(tries).toContain(other.modelId), soonMs);
      await keeper.stop();
    });

    test('the keeper plans again what a clock that was ahead has planned or put off', async () => {
      const monthMs = 30 * 86_400_000;
      const hourMs = 3_600_000;
      const schedules = [
        { ...everySecond(), every: 'PT1H' },
        { ...everySecond(), every: null, cron: '0 * * * *' },
        { ...everySecond(), every: 'PT1H', last_run: runAt(new Date(Date.now() + monthMs).toISOString()) },
      ];
      const right = { ...everySecond(), every: null, cron: '0 0 1 1 *' };
      const delivery = { id: newId('delivery'), attempt: 1 };
      const handled: BackgroundTask[] = [];
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + monthMs });
      try {
        for (const schedule of schedules) await backgroundTasks.plan(schedule);
        await backgroundTasks.planCleaning();
        await backgroundTasks.deliver(delivery);
        const aheadTries = consume({
          ...{ deliveriesAtOnce: 1, timedAtOnce: 1, workerId: 'w1', log },
          handle: async (task) => {
            handled.push(task);
            return task.errand === 'clean' ? 'ended' : { outage: new Error('the database is away') };
          },
        });
        await vi.waitFor(
          () => expect(handled.map(({ errand }) => errand).sort()).toEqual(['clean', 'deliver']),
          roundsMs,
        );
        await aheadTries.close();
      } finally {
        vi.useRealTimers();
      }
      await backgroundTasks.plan(right);
      const lines: { msg: string }[] = [];
      const keeper = startBackgroundTaskKeeper({
        backgroundTasks,
        log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) }),
        dueTasks: { any: async () => ({ deliveries: true, watches: false }) },
        outbox: { due: async () => [delivery] },
        ticks: { enabled: async () => [...schedules, right] },
        watches: { due: async () => [] },
      });
      const nextOf = async (id: string) => (await backgroundTasks.planned()).get(id)?.nextMs;
      await vi.waitFor(async () => {
        for (const { id } of schedules) expect(await nextOf(id)).toBeLessThanOrEqual(Date.now() + hourMs);
      }, roundsMs);
      const consumer = consuming(async (task) => {
        handled.push(task);
      });
      await vi.waitFor(() => {
        expect(handled.filter(({ errand }) => errand === 'deliver').length).toBeGreaterThan(1);
        expect(handled.filter(({ errand }) => errand === 'clean').length).toBeGreaterThan(1);
      }, roundsMs);
      await keeper.stop();
      await consumer.close();
      expect(await nextOf(right.id)).toBeGreaterThan(Date.now());
      expect(await backgroundTasks.planCleaning()).toBeNull();
      // A slow machine adds warnings of other kinds.
      const late = lines.filter(({ msg }) =>
        msg.startsWith('a clock that was ahead had planned runs too late'),
      );
      expect(late).toMatchObject([{ runs: 1 + schedules.length }]);
      for (const { id } of [...schedules, right]) await backgroundTasks.unplan(id);
    });

    test('the plans of many schedules are read in few statements', async () => {
      const schedules = Array.from({ length: 300 }, () => ({ ...everySecond(), every: 'PT1H' }));
      for (const schedule of schedules) await backgroundTasks.plan(schedule);
      const sent =
        name === 'Redis' ? vi.spyOn(Redis.prototype, 'sendCommand') : vi.spyOn(pg.Client.prototype, 'query');
      const planned = await revisions();
      expect(sent.mock.calls.length).toBeLessThan(20);
      sent.mockRestore();
      expect(planned).toEqual(new Map(schedules.map(({ id, revision }) => [id, revision])));
      for (const { id } of schedules) await backgroundTasks.unplan(id);
    });

    test('the keeper makes up for a run that was missed while the queue had lost its plan, once', async () => {
      const hourMs = 3_600_000;
      const ago = (hours: number) => new Date(Date.now() - hours * hourMs).toISOString();
      const hourly = { ...everySecond(), every: 'PT1H' };
      const missed = { ...hourly, changed_at: ago(3.5) };
      const ran = { ...missed, id: newId('schedule'), last_run: runAt(ago(0.1)) };
      const enabledSince = { ...missed, id: newId('schedule'), changed_at: ago(0.1) };
      const halfAnHourAgo = Date.parse(ago(0.5));
      const due = new Date(halfAnHourAgo - (halfAnHourAgo % 60_000));
      const ranBefore = {
        ...{ ...missed, id: newId('schedule'), every: null, cron: `${due.getUTCMinutes()} * * * *` },
        last_run: runAt(ago(1)),
      };
      const enabled = [ran, enabledSince, missed, ranBefore];
      const ids: string[] = [];
      const watched: string[] = [];
      const consumer = consuming(async (task, id) => {
        if (task.errand === 'watch') watched.push(task.model_id);
        const schedule = enabled.find((one) => task.errand === 'tick' && one.id === task.schedule_id);
        if (schedule === undefined) return;
        ids.push(id);
        schedule.last_run = runAt(new Date().toISOString());
      });
      const keep = () =>
        startBackgroundTaskKeeper({
          ...{ backgroundTasks, log, outbox: { due: async () => [] }, watches: { due: async () => [] } },
          dueTasks: { any: async () => ({ deliveries: false, watches: false }) },
          ticks: { enabled: async () => enabled },
        });
      const keeper = keep();
      await vi.waitFor(async () => expect((await backgroundTasks.planned()).size).toBe(4), roundsMs);
      await vi.waitFor(() => expect(ids).toHaveLength(2), roundsMs);
      await keeper.stop();
      await keep().stop(); // resolves after its first round
      const last = { modelId: newId('model'), version: 1 };
      await backgroundTasks.watch(last);
      await vi.waitFor(() => expect(watched).toContain(last.modelId), roundsMs);
      expect(ids.sort()).toEqual(
        [
          `repeat:${missed.id}:${Date.parse(missed.changed_at) + hourMs}`,
          `repeat:${ranBefore.id}:${due.getTime()}`,
        ].sort(),
      );
      await consumer.close();
      for (const { id } of enabled) await backgroundTasks.unplan(id);
    });

    test('the keeper makes up for a run that the queue lost while it kept the plan, and not for one at work', async () => {
      const hourMs = 3_600_000;
      const ago = (hours: number) => new Date(Date.now() - hours * hourMs).toISOString();
      const hourly = { ...everySecond(), every: 'PT1H', changed_at: ago(3.5) };
      const lost = { ...hourly, last_run: runAt(ago(2.4)) };
      const atWork = { ...hourly, id: newId('schedule'), last_run: runAt(ago(3)) };
      const dueAt = (hours: number) => Date.parse(hourly.changed_at) + hours * hourMs;
      const ids: string[] = [];
      const watched: string[] = [];
      const blocked = Promise.withResolvers<void>();
      const consumer = consuming(async (task, id) => {
        if (task.errand === 'watch') watched.push(task.model_id);
        if (task.errand !== 'tick') return;
        ids.push(id);
        if (task.schedule_id === atWork.id) await blocked.promise;
        else lost.last_run = runAt(new Date().toISOString());
      });
      for (const schedule of [lost, atWork]) await backgroundTasks.plan(schedule);
      await backgroundTasks.catchUp({ ...atWork, last_run: runAt(ago(1)) });
      const busy = `repeat:${atWork.id}:${dueAt(3)}`;
      await vi.waitFor(() => expect(ids).toEqual([busy]), roundsMs);
      expect([...(await backgroundTasks.ticking())]).toEqual([atWork.id]);
      const keep = () =>
        startBackgroundTaskKeeper({
          ...{ backgroundTasks, log, outbox: { due: async () => [] }, watches: { due: async () => [] } },
          dueTasks: { any: async () => ({ deliveries: false, watches: false }) },
          ticks: { enabled: async () => [lost, atWork] },
        });
      const keeper = keep();
      const made = [busy, `repeat:${lost.id}:${dueAt(2)}`];
      await vi.waitFor(() => expect(ids).toEqual(made), roundsMs);
      await keeper.stop();
      await keep().stop(); // resolves after its first round
      const last = { modelId: newId('model'), version: 1 };
      await backgroundTasks.watch(last);
      await vi.waitFor(() => expect(watched).toContain(last.modelId), roundsMs);
      expect(ids).toEqual(made);
      blocked.resolve();
      await consumer.close();
      for (const { id } of [lost, atWork]) await backgroundTasks.unplan(id);
    });
  });
}
