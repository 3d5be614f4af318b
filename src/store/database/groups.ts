import { isOfCall } from '../../sharing/index.ts';
import { asTenantOf } from './tenancy.ts';

interface GroupOptions<Item extends { tenant: string }, Result> {
  /** Items of other lanes do not wait for each other. */
  laneOf(item: Item): string;
  /** One statement for all items. Results are in the order of the items. An item may have an error of its own. */
  run(items: readonly Item[]): Promise<(Result | Error)[]>;
  /** Number of the items at the beginning that one statement takes, at least 1. */
  take(items: readonly Item[]): number;
  /** Whether an error may be that of a single item: then each item gets a statement of its own. */
  isOfOne(error: unknown): boolean;
  /** After a statement for several items, the next one waits until all callers may have called again: until as many
   *  items wait as those of the statement and those that waited already, or until more wait than one statement takes.
   *  It waits at most so many times as long as the statement took. Default: it does not wait. */
  waitsFor?: number;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

interface Lane<Item, Result> {
  waiting: Waiting<Item, Result>[];
  /** Called with each new item. */
  onItem(): void;
}

/** Longest wait for more items, in milliseconds. */
const waitMsMax = 20;

/** Runs one statement at a time in each lane. Items that arrive meanwhile share the next one and its commit, so a burst
 *  of them takes few commits, and an item that arrives alone is run at once. A statement runs as the tenant of its
 *  items, and not as that of the call that began the lane. */
export function createGroups<Item extends { tenant: string }, Result>({
  laneOf,
  run,
  take,
  isOfOne,
  waitsFor = 0,
}: GroupOptions<Item, Result>): (item: Item) => Promise<Result> {
  const lanes = new Map<string, Lane<Item, Result>>();

  async function runTogether(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const items = group.map(({ item }) => item);
      const results = await asTenantOf(items, () => run(items));
      for (const [i, { resolve, reject }] of group.entries()) {
        const result = results[i];
        if (result instanceof Error) reject(result);
        else resolve(result);
      }
    } catch (error) {
      if (group.length > 1 && isOfOne(error)) for (const one of group) await runTogether([one]);
      else for (const { reject } of group) reject(error);
    }
  }

  async function runLane(name: string, lane: Lane<Item, Result>): Promise<void> {
    const { waiting } = lane;
    while (waiting.length > 0) {
      const group = waiting.splice(0, take(waiting.map(({ item }) => item)));
      const startedAt = performance.now();
      await runTogether(group);
      const waitMs = Math.min(waitMsMax, waitsFor * (performance.now() - startedAt));
      if (group.length === 1 || waitMs === 0) continue;
      const count = group.length + waiting.length;
      const fills = () => take(waiting.map(({ item }) => item)) < waiting.length;
      await until(lane, () => waiting.length >= count || fills(), waitMs);
    }
    lanes.delete(name);
  }

  return (item) =>
    new Promise((resolve, reject) => {
      // The statement may run as the service, whom no policy stops.
      if (!isOfCall(item.tenant)) throw new Error(`a call writes rows of another tenant, ${item.tenant}`);
      const name = laneOf(item);
      const running = lanes.get(name);
      const lane = running ?? { waiting: [], onItem: () => {} };
      lane.waiting.push({ item, resolve, reject });
      lane.onItem();
      if (running !== undefined) return;
      lanes.set(name, lane);
      void runLane(name, lane);
    });
}

/** Resolves when enough items wait, or after a time. */
function until(lane: Lane<unknown, never>, isEnough: () => boolean, ms: number): Promise<void> {
  if (isEnough()) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      lane.onItem = () => {};
      resolve();
    };
    const timer = setTimeout(done, ms);
    lane.onItem = () => {
      if (isEnough()) done();
    };
  });
}
