import { setImmediate } from 'node:timers/promises';
import type { JobProgress } from '../../contracts/schemas/index.ts';
import type { Supervision } from '../../training/index.ts';
import type { Trainer } from './member-trainer.ts';
import type { Assignment, Roster } from './schedule.ts';
import type { Crew } from './training-pool.ts';

/** A training that is over by then is not worth the start of a thread. */
const aloneMs = 300;
/** How long this thread trains, and how long it waits, before it hears the others. */
const breathEveryMs = 20;
const idleMs = 50;

export interface NetworksOptions {
  trainer: Trainer;
  roster: Roster;
  crew: Crew;
  supervision: Supervision;
  /** What the roster has saved, as a checkpoint. */
  encode: () => Uint8Array;
  report: () => JobProgress;
}

/** Trains all networks of the roster: one at a time in this thread, others beside it on the cores that are granted.
 *  False where an order came first; at a suspension a last checkpoint is sent.
 *  @throws AppError series_too_short, training_diverged, value_out_of_range; Error of a thread that died */
export async function trainNetworks(options: NetworksOptions): Promise<boolean> {
  const { trainer, roster, crew, supervision, encode, report } = options;
  const { cores } = supervision;
  const started = performance.now();
  let lastBreath = started;
  /** False where a network may have ended in another thread since the last checkpoint. */
  let isEndSaved = true;
  try {
    while (roster.open() > 0) {
      const assignment = roster.take();
      if (assignment === null) await waitForOthers();
      else await trainHere(assignment);
      if (supervision.order() !== 'run') {
        if (supervision.order() === 'suspend') await suspend();
        return false;
      }
    }
    // Guesses may have failed while the evaluation, by which they came true, was the last at work.
    check();
    if (!isEndSaved) save();
    return true;
  } finally {
    await crew.close();
    cores.wish(1);
  }

  async function trainHere(assignment: Assignment): Promise<void> {
    const { place } = assignment;
    const trained = await trainer.train(assignment, {
      proceed(progress) {
        if (supervision.order() !== 'run') {
          roster.paused(place, progress.state());
          return false;
        }
        roster.reported(place, progress);
        supervision.progress(report);
        if (performance.now() - lastBreath < breathEveryMs) return true;
        return breathe().then(() => true);
      },
      stepped(progress) {
        if (!supervision.checkpointDue() || supervision.order() !== 'run') return;
        roster.reported(place, progress, progress.state());
        save();
      },
    });
    if (trained === null) return;
    for (const changed of roster.done(place, trained)) crew.drop(changed);
    // The end of each is saved too, so that what is cut off next starts again at once.
    if (supervision.order() === 'run') save();
  }

  /** Hears the other threads, and looks at how many there may be. */
  async function breathe(): Promise<void> {
    await setImmediate();
    lastBreath = performance.now();
    look(1);
  }

  async function waitForOthers(): Promise<void> {
    isEndSaved = false;
    await crew.heard(idleMs);
    look(0);
    supervision.progress(report);
    if (supervision.checkpointDue() && supervision.order() === 'run') save();
  }

  /** @throws AppError of a network; Error of a thread that died */
  function check(): void {
    crew.check();
    const failure = roster.failure();
    if (failure !== null) throw failure;
  }

  /** @param here networks at work in this thread */
  function look(here: number): void {
    check();
    cores.wish(roster.open());
    if (supervision.order() === 'run' && performance.now() - started >= aloneMs)
      crew.fill(cores.granted() - here);
  }

  function save(): void {
    // What cannot be saved is not trained on.
    crew.whileHeld(() => supervision.checkpoint(encode, roster.summary().made));
    crew.askStates();
    isEndSaved = true;
  }

  async function suspend(): Promise<void> {
    await crew.stop();
    supervision.lastCheckpoint(encode, roster.summary().made);
  }
}
