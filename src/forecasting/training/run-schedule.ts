import { setImmediate } from 'node:timers/promises';
import type { JobProgress } from '../../contracts/schemas/index.ts';
import type { Supervision } from '../../training/index.ts';
import { copyOfState } from './checkpoint.ts';
import type { Trainer } from './member-trainer.ts';
import type { Assignment, TrainingSchedule } from './schedule.ts';
import type { TrainingPool } from './training-pool.ts';

/** A training that is shorter than this starts no thread, and one that is shorter than `warmMs`
 *  uses none that waits. */
const coldMs = 300;
const warmMs = 50;

/** Threads of so many that may take part after so many milliseconds of a training. */
export function threadsAfter(ms: number, wanted: number, pool: Pick<TrainingPool, 'threadsLoaded'>): number {
  if (ms < warmMs) return 0;
  return ms < coldMs ? Math.min(wanted, pool.threadsLoaded()) : wanted;
}

/** How long this thread trains before it receives the messages of the others, and how long it waits for one. */
const trainMs = 20;
const idleMs = 50;
/** Oldest states of the networks of other threads. A checkpoint has these, and large checkpoints are rare. */
const statesEveryMs = 2_500;
/** The end of a network is saved if the last checkpoint is this old: less work than that is done again as fast as it is
 *  saved. */
const endSavedAfterMs = 1_000;

export interface ScheduledTraining {
  trainer: Trainer;
  schedule: TrainingSchedule;
  pool: TrainingPool;
  supervision: Supervision;
  /** Encodes a checkpoint of the schedule. */
  encode: () => Uint8Array;
  progress: () => JobProgress;
}

/** Trains all networks of the schedule: one at a time in this thread, others in the pool on the cores that are granted.
 *  @returns false if an order stopped it; for a suspension it has sent a last checkpoint
 *  @throws AppError series_too_short, training_diverged, value_out_of_range */
export async function runSchedule(options: ScheduledTraining): Promise<boolean> {
  const { trainer, schedule, pool, supervision, encode } = options;
  const { cores } = supervision;
  const started = performance.now();
  let lastReceived = started;
  let lastStatesAsked = started;
  /** False if a network may have ended since the last checkpoint. */
  let isEndSaved = true;
  try {
    while (schedule.unfinished() > 0) {
      const assignment = schedule.take('here');
      if (assignment === null) await waitForPool();
      else await trainHere(assignment);
      if (supervision.order() !== 'run') {
        if (supervision.order() === 'suspend') await suspend();
        return false;
      }
    }
    // A speculative training may have failed before the held-out network, which decides about it, was done.
    check();
    if (!isEndSaved && supervision.checkpointDue(endSavedAfterMs)) save();
    return true;
  } finally {
    cores.request(1);
  }

  async function trainHere(assignment: Assignment): Promise<void> {
    const { index } = assignment;
    const trained = await trainer.train(assignment, {
      proceed(progress) {
        if (supervision.order() !== 'run') {
          schedule.pause(index, copyOfState(progress.state()));
          return false;
        }
        schedule.report(index, progress);
        supervision.progress(options.progress);
        if (performance.now() - lastReceived < trainMs) return true;
        return receive().then(() => true);
      },
      stepped(progress) {
        if (!supervision.checkpointDue() || supervision.order() !== 'run') return;
        schedule.report(index, progress, progress.state());
        save();
      },
    });
    if (trained === null) return;
    for (const discarded of schedule.complete(index, trained)) pool.discard(discarded);
    // The end of each network is saved, so that a resumed training does not repeat it.
    isEndSaved = false;
    if (supervision.order() === 'run' && supervision.checkpointDue(endSavedAfterMs)) save();
  }

  /** Receives the messages of the other threads, and adjusts their number. */
  async function receive(): Promise<void> {
    await setImmediate();
    lastReceived = performance.now();
    adjustPool(1);
  }

  async function waitForPool(): Promise<void> {
    isEndSaved = false;
    await pool.nextMessage(idleMs);
    adjustPool(0);
    supervision.progress(options.progress);
    if (supervision.checkpointDue() && supervision.order() === 'run') save();
  }

  /** @throws AppError of a network */
  function check(): void {
    const failure = schedule.failure();
    if (failure !== null) throw failure;
  }

  /** Uses the cores that are granted now.
   *  @param here networks that this thread trains */
  function adjustPool(here: number): void {
    check();
    cores.request(Math.min(schedule.unfinished(), 1 + pool.threadsMax()));
    if (supervision.order() !== 'run') return;
    if (performance.now() - lastStatesAsked >= statesEveryMs) askForStates();
    const threads = threadsAfter(performance.now() - started, cores.granted() - here, pool);
    if (threads > 0 || pool.busy() > 0) pool.fill(threads);
  }

  function save(): void {
    // While a checkpoint cannot be saved, no thread trains.
    pool.whileHeld(() => supervision.checkpoint(encode, schedule.summary().stepsDone));
    askForStates();
    isEndSaved = true;
  }

  function askForStates(): void {
    lastStatesAsked = performance.now();
    pool.requestStates();
  }

  async function suspend(): Promise<void> {
    await pool.stop();
    supervision.lastCheckpoint(encode, schedule.summary().stepsDone);
  }
}
