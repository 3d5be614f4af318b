/** Threads that train networks of a training beside its own thread, one network each at a time, each with a kernel of one
 *  thread: which thread trains a network changes nothing in it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import { type CrewMessage, type CrewTask, type HandMessage, orders } from './pool-messages.ts';
import type { Assignment, Roster } from './schedule.ts';

/** Something is heard at once; this is for nothing being heard. */
const waitMs = 1_000;
/** How long a thread may take to end. One that is still reading its series is cut off. */
const endMs = 1_000;
/** What a worker that has ended has for a number. */
const goneThread = -1;

export interface Crew {
  /** Threads at work. */
  busy(): number;
  /** Starts threads for what waits, or stops some, until `count` are at work; those that are stopped give back where they
   *  are, and their networks wait again. */
  fill(count: number): void;
  /** Stops the work at a network, which is for nothing. */
  drop(place: number): void;
  /** Asks all for their states, which the roster keeps. */
  askStates(): void;
  /** Keeps all where they are while `work` is done. */
  whileHeld<T>(work: () => T): T;
  /** Resolves when something was heard, or after `ms`. */
  heard(ms: number): Promise<void>;
  /** Resolves when all have given back where they are. */
  stop(): Promise<void>;
  /** @throws Error of a thread that died */
  check(): void;
  /** Ends the threads. */
  close(): Promise<void>;
}

interface Hand {
  worker: Worker;
  words: Int32Array;
  /** Null while it has nothing to do. */
  at: { place: number; isHeard: boolean; isStopping: boolean; isDropped: boolean } | null;
}

export function createCrew(task: Omit<CrewTask, 'orders'>, roster: Roster): Crew {
  const hands: Hand[] = [];
  let listeners: (() => void)[] = [];
  let death: Error | null = null;

  function working(): Hand[] {
    return hands.filter(({ at }) => at !== null && !at.isStopping);
  }
  function order(hand: Hand, command: number): void {
    Atomics.store(hand.words, orders.command, command);
    Atomics.notify(hand.words, orders.command);
  }
  function stopOne(hand: Hand, isDropped: boolean): void {
    if (hand.at === null) return;
    hand.at.isStopping = true;
    hand.at.isDropped ||= isDropped;
    order(hand, orders.stop);
  }
  function assign(assignment: Assignment): void {
    const hand = hands.find(({ at }) => at === null) ?? start();
    hand.at = { place: assignment.place, isHeard: false, isStopping: false, isDropped: false };
    order(hand, orders.work);
    hand.worker.postMessage(assignment satisfies HandMessage);
  }
  function start(): Hand {
    const words = new Int32Array(new SharedArrayBuffer(orders.words * Int32Array.BYTES_PER_ELEMENT));
    const workerData: CrewTask = { ...task, orders: words.buffer as SharedArrayBuffer };
    const worker = new Worker(new URL('./pool-thread.ts', import.meta.url), { workerData });
    const hand: Hand = { worker, words, at: null };
    hands.push(hand);
    worker.on('message', (message: CrewMessage) => hear(hand, message));
    worker.on('error', (error: Error) => die(error));
    worker.on('exit', (code) => die(new Error(`A thread that trained a network ended with code ${code}.`)));
    return hand;
  }
  function die(error: Error): void {
    death ??= error;
    tell();
  }
  function hear(hand: Hand, message: CrewMessage): void {
    const at = hand.at!;
    at.isHeard = true;
    if (message.type !== 'progress') hand.at = null;
    if (!at.isDropped) note(at.place, message);
    tell();
  }
  function note(place: number, message: CrewMessage): void {
    switch (message.type) {
      case 'progress':
        roster.reported(place, message.reported, message.state ?? undefined);
        break;
      case 'stopped':
        roster.paused(place, message.state);
        break;
      case 'done':
        // What decides about others, the evaluation, is trained in the training's own thread: it is the first.
        assert(roster.done(place, message.trained).length === 0);
        break;
      case 'failed':
        roster.failed(place, new AppError(message.code, message.details));
        break;
    }
  }
  function tell(): void {
    const told = listeners;
    listeners = [];
    for (const listener of told) listener();
  }
  async function heard(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      listeners.push(resolve);
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }
  function check(): void {
    if (death !== null) throw death;
  }
  /** A thread ends by itself where it can: cut off in the middle of its work it has taken the process with it. */
  async function ended(hand: Hand): Promise<void> {
    const { worker } = hand;
    worker.removeAllListeners();
    worker.on('error', () => {}); // it is ended anyway
    if (worker.threadId === goneThread) return;
    const exit = once(worker, 'exit');
    order(hand, orders.stop);
    worker.postMessage('end' satisfies HandMessage);
    const timer = setTimeout(() => worker.terminate(), endMs);
    await exit;
    clearTimeout(timer);
  }

  return {
    busy: () => working().length,
    fill(count) {
      // The last in the order give way.
      const byPlace = working().sort((a, b) => b.at!.place - a.at!.place);
      for (const hand of byPlace.slice(0, Math.max(0, byPlace.length - count))) stopOne(hand, false);
      // A thread that is still stopping has its core.
      while (hands.filter(({ at }) => at !== null).length < count) {
        const assignment = roster.take();
        if (assignment === null) return;
        assign(assignment);
      }
    },
    drop(place) {
      for (const hand of hands) if (hand.at?.place === place && !hand.at.isDropped) stopOne(hand, true);
    },
    askStates() {
      for (const { words } of working()) Atomics.add(words, orders.statesAsked, 1);
    },
    whileHeld(work) {
      const held = working();
      for (const hand of held) order(hand, orders.hold);
      try {
        return work();
      } finally {
        for (const hand of held) order(hand, orders.work);
      }
    },
    heard,
    async stop() {
      for (const hand of working()) stopOne(hand, false);
      // One that is still preparing has nothing to give: the roster has where it began.
      while (hands.some(({ at }) => at?.isHeard)) {
        check();
        await heard(waitMs);
      }
    },
    check,
    async close() {
      await Promise.all(hands.map(ended));
    },
  };
}
