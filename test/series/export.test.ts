import { setTimeout } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { packSeries } from '../../src/chunks/pack.ts';
import { type DatasetHeader, formatTime } from '../../src/contracts/schemas/index.ts';
import { createSeriesWriter } from '../../src/series/index.ts';
import { inCall } from '../../src/sharing/index.ts';

const header = (time_kind: DatasetHeader['time_kind'], time_zone: string | null): DatasetHeader => ({
  time_kind,
  time_zone,
  frequency: {
    kind: 'index',
    step: '1',
    season_lengths: [],
    closed_weekdays: [],
    closures: [],
    open_times: null,
  },
  target: 'y',
  covariates: ['x'],
});

const writer = createSeriesWriter();

async function written(of: DatasetHeader, times: number[], values: number[]): Promise<string[]> {
  const covariates = { x: Float64Array.from(values, (value) => value / 3) };
  const arrays = { times: Float64Array.from(times), values: Float64Array.from(values), covariates };
  const { chunks } = packSeries({ id: 'a', static: {}, ...arrays }, ['x']);
  const parts = (async function* () {
    yield [{ id: 'a', static: {}, chunks }];
  })();
  const pieces: Uint8Array[] = [];
  for await (const piece of writer.csv(of, [], parts, 'mark')) pieces.push(piece);
  return Buffer.concat(pieces).toString().split('\n').slice(1, -1);
}

const text = (number: number) => (Number.isNaN(number) ? '' : String(number));

describe('a table of an export', () => {
  test('has each number as JavaScript writes it', async () => {
    const groups = [
      [0, 0.1, 12.5, -0.07, 100, 1e6, -2.25, Number.NaN, 0.000_001, 0.000_000_5, 1e-9, 999_999.999_999],
      [1e15, 2e15, -3, 123_456_789_012_345, 0],
      [1e21, 1e-300, 1 / 3, -0, 2 ** 53],
      [Math.fround(0.1), Math.fround(1e10), Math.fround(-3.3)],
      Array.from({ length: 10_000 }, (_, i) => (i * 7_919) / 1_000 - 30),
    ];
    for (const values of groups) {
      const times = values.map((_, i) => i - 1);
      expect(await written(header('integer', null), times, values)).toEqual(
        values.map((value, i) => `a,${i - 1},${text(value)},${text(value / 3)}`),
      );
    }
  });

  for (const [kind, zone] of [
    ['date', null],
    ['instant', null],
    ['instant', 'America/New_York'],
    ['instant', 'Asia/Kolkata'],
    ['integer', null],
  ] as const)
    test(`has each time as the API writes it: ${kind} in ${zone}`, async () => {
      const dayMs = 86_400_000;
      const unit = kind === 'date' ? dayMs : 1;
      const around = [
        Date.UTC(2024, 2, 10, 6, 59),
        Date.UTC(2024, 10, 3, 5, 30),
        Date.UTC(1880, 0, 1),
        0,
        -1,
      ];
      const times = [...around, Date.parse('0001-01-01'), Date.parse('9999-12-31')].flatMap((time) =>
        [0, 1, 999, 60_000, 3_599_999].map((more) => Math.floor((time + more) / unit) * unit),
      );
      const sorted = [...new Set(times)].toSorted((a, b) => a - b);
      const rows = await written(
        header(kind, zone),
        sorted,
        sorted.map((_, i) => i),
      );
      expect(rows.map((row) => row.split(',')[1])).toEqual(
        sorted.map((time) => String(formatTime(time, kind, zone))),
      );
    });
});

test('downloads that are read slowly do not hold up the others', async () => {
  const end = Promise.withResolvers<void>();
  const unfinished = async function* () {
    yield [];
    await end.promise;
  };
  const slow = Array.from({ length: 5 }, async () => {
    for await (const _piece of writer.csv(header('integer', null), [], unfinished(), 'mark'));
  });
  await setTimeout(300); // all of them have begun
  expect(await written(header('integer', null), [1], [2])).toHaveLength(1);
  end.resolve();
  await Promise.all(slow);
});

describe('downloads of one tenant beyond those that run', () => {
  const fresh = createSeriesWriter(); // all of its places are free
  const [running, waiting] = [48, 50];
  const reads = new Map<number, number>();
  const end = Promise.withResolvers<void>();
  const callers = Array.from({ length: running + waiting + 1 }, () => new AbortController());
  const download = (n: number) =>
    inCall({ tenant: 'a', signal: callers[n]?.signal ?? null }, async () => {
      const parts = async function* () {
        reads.set(n, (reads.get(n) ?? 0) + 1);
        yield [];
        await end.promise;
      };
      for await (const _piece of fresh.csv(header('integer', null), [], parts(), 'mark'));
    });
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  test('read nothing while they wait, and nothing if they are refused or their caller has gone', async () => {
    const downloads = Array.from({ length: running + waiting }, (_, n) => download(n));
    const refused = await download(running + waiting).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'overloaded' });
    await vi.waitUntil(() => reads.size === running, { timeout: 120_000 });
    expect([...reads.keys()].every((n) => n < running)).toBe(true);

    // One that waits leaves at once, so that another may wait.
    callers[running].abort();
    await expect(downloads[running]).rejects.toMatchObject({ code: 'call_abandoned' });
    const another = download(running + waiting);
    await settled();

    // One that runs makes room for the next one.
    callers[0].abort();
    await vi.waitUntil(() => reads.has(running + 1), { timeout: 120_000 });
    end.resolve();
    await expect(downloads[0]).rejects.toMatchObject({ code: 'call_abandoned' });
    await Promise.all([...downloads.slice(1, running), ...downloads.slice(running + 1), another]);
    expect(reads.has(running)).toBe(false);
    expect([...reads.values()].every((count) => count === 1)).toBe(true);
  });
});

describe('parts of downloads in one thread', () => {
  const partOf = (points: number) => {
    const values = Float64Array.from({ length: points }, (_, t) => t / 7);
    const times = Float64Array.from({ length: points }, (_, t) => t);
    const { chunks } = packSeries({ id: 'a', static: {}, times, values, covariates: { x: values } }, ['x']);
    return [{ id: 'a', static: {}, chunks }];
  };
  const part = partOf(1);
  /** It takes the thread some 10 ms, so that the first of many has not ended when the others arrive. */
  const longPart = partOf(10_000);

  test('take turns by tenant: a small download does not wait for those of another tenant', async () => {
    const single = createSeriesWriter(1);
    const order: string[] = [];
    const begun = Promise.withResolvers<void>();
    const download = (tenant: string, start: Promise<void> | null = begun.promise) =>
      inCall({ tenant, signal: null }, async () => {
        const parts = async function* () {
          await start;
          yield tenant === 'large' ? longPart : part;
        };
        for await (const _piece of single.csv(header('integer', null), [], parts(), 'mark')) {
          order.push(tenant);
          break;
        }
      });
    // Of the large ones one part is in the thread at a time, and messages are read in the order
    // in which they were sent.
    const many = Array.from({ length: 20 }, () => download('large'));
    const small = download('small');
    await download('last', null); // the thread has begun all of them, in their order
    begun.resolve();
    await Promise.all([...many, small]);
    expect(order).toHaveLength(22);
    expect(order.indexOf('small')).toBeLessThan(10);
  });

  test('a download whose caller goes after its first part has read and written no second one', async () => {
    const single = createSeriesWriter(1);
    let reads = 0;
    const parts = async function* () {
      for (;;) {
        reads++;
        yield part;
      }
    };
    for await (const _piece of single.csv(header('integer', null), [], parts(), 'mark')) break;
    expect(reads).toBe(1);
    let pieces = 0;
    for await (const _piece of single.csv(header('integer', null), [], parts(), 'mark'))
      if (++pieces === 5) break;
    expect(reads).toBeGreaterThanOrEqual(6);
  });
});
