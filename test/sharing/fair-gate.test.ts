import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  createFairGate,
  type FairGateOptions,
  inCall,
  inCallWith,
  sharedPool,
} from '../../src/sharing/index.ts';
import { runsOfWeights } from '../../src/training/index.ts';

const options: FairGateOptions = {
  ...{ slots: 4, slotsPerTenant: 2, slotsSpare: 2, waitingMax: 6, waitingPerTenantMax: 4 },
  ...{ msMax: null, graceMs: 0, subject: 'tests' },
};

/** Work that runs until it is ended by name. */
function works(gate = createFairGate(options)) {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string, signal: AbortSignal | null = null, isShort = false) =>
    inCall({ tenant: name[0], signal, isShort, isByToken: name.endsWith('t') }, () =>
      gate(async (stopped) => {
        started.push(name);
        await new Promise<void>((resolve) => {
          ends.set(name, resolve);
          stopped.addEventListener('abort', () => resolve());
        });
        return name;
      }),
    );
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const end = async (name: string) => {
    ends.get(name)!();
    await settled();
  };
  return { started, work, end, settled };
}

test('one tenant never holds all slots, and each of the others finds one', async () => {
  const { started, work, end, settled } = works();
  void ['a1', 'a2', 'a3', 'b1', 'b2', 'c1'].map((name) => work(name));
  await settled();
  expect(started).toEqual(['a1', 'a2', 'b1', 'c1']);
  await end('a1');
  expect(started.slice(4)).toEqual([]); // the free slot is kept for a tenant that holds none
  void work('d1');
  await settled();
  expect(started.slice(4)).toEqual(['d1']);
});

test('a free slot goes to the waiting tenant that holds the fewest, in turn', async () => {
  const { started, work, end, settled } = works(
    createFairGate({ ...options, slots: 1, slotsPerTenant: 1, slotsSpare: 0 }),
  );
  void ['a1', 'a2', 'a3', 'b1', 'b2'].map((name) => work(name));
  await settled();
  for (const name of ['a1', 'a2', 'b1', 'a3']) await end(name);
  expect(started).toEqual(['a1', 'a2', 'b1', 'a3', 'b2']);
});

test('calls by token wait among themselves: one with a key of their tenant comes in turn', async () => {
  const only = { slots: 1, slotsPerTenant: 1, slotsSpare: 0 };
  for (const tokensApart of [true, false]) {
    const { started, work, end, settled } = works(createFairGate({ ...options, ...only, tokensApart }));
    void ['a1t', 'a2t', 'a3t', 'a4'].map((name) => work(name));
    await settled();
    for (const name of ['a1t', 'a2t']) await end(name);
    expect(started).toEqual(['a1t', 'a2t', tokensApart ? 'a4' : 'a3t']);
  }
});

test('what waits is bounded for each tenant and for all', async () => {
  const { work, settled } = works();
  void ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'].map((name) => work(name));
  await settled();
  await expect(work('a7')).rejects.toMatchObject({ code: 'overloaded' });
  void ['b1', 'b2', 'b3'].map((name) => work(name));
  await settled();
  await expect(work('b4')).rejects.toMatchObject({ code: 'overloaded' });
});

test('short work does not wait behind long work of its tenant, and takes one slot beside it', async () => {
  const { started, work, end, settled } = works(createFairGate({ ...options, shortSlots: 2 }));
  const short = (name: string, signal: AbortSignal | null = null) => work(name, signal, true);
  void [work('a1'), work('a2'), work('a3'), short('a4'), short('a5'), short('b1')];
  await settled();
  expect(started).toEqual(['a1', 'a2', 'a4', 'b1']);
  await end('a4');
  expect(started.slice(4)).toEqual(['a5']);
  await end('b1');
  await end('a1');
  expect(started.slice(5)).toEqual(['a3']); // long work waits for its own slots
  const caller = new AbortController();
  const waiting = short('a6', caller.signal);
  await settled();
  caller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'call_abandoned' });
  void [work('a7'), work('a8'), short('a9'), short('a0')];
  await settled();
  await expect(short('ax')).rejects.toMatchObject({ code: 'overloaded' });
});

test('a caller that hangs up leaves the queue, and its work is told to stop', async () => {
  const { started, work, end, settled } = works(createFairGate({ ...options, slots: 1, slotsSpare: 0 }));
  const [first, second] = [new AbortController(), new AbortController()];
  const running = work('a1', first.signal);
  const waiting = work('a2', second.signal);
  await settled();
  second.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'call_abandoned' });
  void work('a3');
  first.abort();
  expect(await running).toBe('a1');
  await settled();
  expect(started).toEqual(['a1', 'a3']);
  await end('a3');
  await expect(work('a4', first.signal)).rejects.toMatchObject({ code: 'call_abandoned' });
});

test('short work ends by itself after its caller has gone; longer work is told to stop', async () => {
  const gate = createFairGate({ ...options, graceMs: 50 });
  const told: string[] = [];
  const caller = new AbortController();
  const run = (name: string, ms: number) =>
    inCall({ tenant: 'a', signal: caller.signal }, () =>
      gate(async (signal) => {
        signal.addEventListener('abort', () => told.push(name));
        await Promise.race([
          new Promise((resolve) => setTimeout(resolve, ms)),
          new Promise((resolve) => signal.addEventListener('abort', resolve)),
        ]);
        return name;
      }),
    );
  const both = [run('short', 5), run('long', 60_000)];
  await new Promise((resolve) => setImmediate(resolve));
  caller.abort();
  expect(await Promise.all(both)).toEqual(['short', 'long']);
  expect(told).toEqual(['long']);
});

test('work that takes longer than the limit is stopped, and so is work that waits as long', async () => {
  const gate = createFairGate({ ...options, slots: 1, slotsSpare: 0, msMax: 20 });
  const forever = () =>
    gate((signal) => new Promise((_, reject) => signal.addEventListener('abort', reject)));
  const both = await Promise.allSettled([forever(), forever()]);
  for (const one of both)
    expect(one).toMatchObject({ status: 'rejected', reason: { code: 'computation_too_slow' } });
  expect(await gate(async () => 'next')).toBe('next');
});

describe('the limit belongs to a call', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const limited = { ...options, slots: 4, slotsPerTenant: 4, slotsSpare: 0, msMax: 100, graceMs: null };
  /** Work of some milliseconds, unless it is stopped. */
  const working = (ms: number) => (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      setTimeout(resolve, ms, 'done');
      signal.addEventListener('abort', reject);
    });
  const call = (tenant = 'a') => ({ tenant, signal: null });
  const codeOf = (result: Promise<string>) => result.catch(({ code }) => code as string);

  test('tasks one after the other share it, and another call has its own', async () => {
    const gate = createFairGate(limited);
    const results = inCall(call(), async () => {
      const made: string[] = [];
      for (let n = 0; n < 4; n++)
        made.push(await codeOf(inCallWith({ isShort: true }, () => gate(working(40)))));
      return made;
    });
    const other = inCall(call(), async () => codeOf(gate(working(90))));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await results).toEqual(['done', 'done', 'computation_too_slow', 'computation_too_slow']);
    expect(await other).toBe('done');
  });

  test('tasks at the same time count once, and time between tasks does not count', async () => {
    const gate = createFairGate(limited);
    const results = inCall(call(), async () => {
      const first = await Promise.all([gate(working(60)), gate(working(50)), gate(working(40))]);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return [...first, await codeOf(gate(working(30))), await codeOf(gate(working(30)))];
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await results).toEqual(['done', 'done', 'done', 'done', 'computation_too_slow']);
  });

  test('work for several calls ends when the last of them is late', async () => {
    const gate = createFairGate(limited);
    const [old, young] = [call(), call()];
    const both = { ...call(), wholes: [old, young] };
    const results = (async () => [
      await inCall(old, () => codeOf(gate(working(80)))),
      await inCall(both, () => codeOf(gate(working(70)))),
      await inCall(old, () => codeOf(gate(working(1)))),
      await inCall(young, () => codeOf(gate(working(20)))),
      await inCall(young, () => codeOf(gate(working(20)))),
    ])();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await results).toEqual(['done', 'done', 'computation_too_slow', 'done', 'computation_too_slow']);
  });

  test('work that no call has asked for has it for each task', async () => {
    const gate = createFairGate(limited);
    const results = (async () => [await gate(working(80)), await gate(working(80))])();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await results).toEqual(['done', 'done']);
  });
});

describe('the check of an imported model', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A pool with one slot whose tasks take as many milliseconds as they say. */
  function checks(msMax: number) {
    const run = (task: { ms: number }, { signal }: { signal: AbortSignal }) =>
      new Promise((resolve, reject) => {
        setTimeout(resolve, task.ms, null);
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
    const gate = createFairGate({ ...options, slots: 1, slotsPerTenant: 1, slotsSpare: 0, msMax });
    const { inspect } = runsOfWeights(sharedPool({ run } as never, gate), null, {
      format: 'x',
      version: '1',
    });
    const check = inspect<{ ms: number }>('inspect');
    return (ms: number) => inCall({ tenant: 'a', signal: null }, () => check({ ms }));
  }

  test('has its time limit for the work alone, and not for the wait', async () => {
    const check = checks(120_000);
    const answers = [check(15_000), check(15_000), check(25_000)];
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await Promise.all(answers)).toEqual([null, null, 'it did not forecast within 20 s']);
  });

  test('ends with the refusal of the gate after a wait that is too long', async () => {
    const check = checks(10_000);
    const refused = [check(15_000), check(1_000)].map((answer) =>
      expect(answer).rejects.toMatchObject({ code: 'computation_too_slow' }),
    );
    await vi.advanceTimersByTimeAsync(30_000);
    await Promise.all(refused);
  });
});
