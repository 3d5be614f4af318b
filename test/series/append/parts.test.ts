import { MessagePort } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import type { Observations } from '../../../src/contracts/ports/index.ts';
import type { DatasetHeader, SeriesObservations } from '../../../src/contracts/schemas/index.ts';
import type { AppError } from '../../../src/errors.ts';
import { createSeriesReader } from '../../../src/series/index.ts';
import { countLoopTurns } from '../../sharing/loop-turns.ts';
import { notAsked } from './append-targets.ts';

const dayMs = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const series = 3_000;
/** Series in one message: the main thread copies, sends and reads a message in one step. */
const messageSeriesMax = 256;

const header = {
  ...{ name: 'many', time_kind: 'date', time_zone: null, target: 'y', covariates: [] },
  frequency: {
    ...{ kind: 'calendar', step: 'P1D', season_lengths: [7], closed_weekdays: [], closures: [] },
    open_times: null,
  },
} as unknown as DatasetHeader;
const stored = Float64Array.from({ length: 10 }, (_, i) => start + i * dayMs);
const target = {
  ...{ header, isEmpty: false, start, end: start + 9 * dayMs },
  spans: Array.from({ length: series }, (_, i) => ({ id: `s${i}`, start, end: start + 9 * dayMs })),
  firstIds: async () => Array.from({ length: series }, (_, i) => `s${i}`),
  ...notAsked,
  lastTimesOf: async (ids: string[]) => new Map(ids.map((id) => [id, stored])),
  longestGapsOf: async (enough: ReadonlyMap<string, number>) =>
    new Map([...enough.keys()].map((id) => [id, dayMs])),
};
const options = { new_series: 'refuse', distant_times: 'refuse', off_grid: 'refuse', snap: 'no' } as const;

function observations(make: (i: number) => Pick<SeriesObservations, 'times' | 'values'>): Observations {
  const all = Array.from({ length: series }, (_, i) => ({
    ...{ id: `s${i}`, covariates: {}, static: {}, path: `/series/${i}` },
    ...make(i),
  }));
  return { series: all, warnings: [] };
}

const times = (from = 10) => Float64Array.of(start + from * dayMs, start + (from + 1) * dayMs);
const shared = times();
const common = new Float64Array(series * 4);
const kinds: Record<string, (i: number) => Pick<SeriesObservations, 'times' | 'values'>> = {
  'arrays of their own': (i) => ({ times: times(), values: Float64Array.of(i, i + 1) }),
  'the same times': (i) => ({ times: shared, values: Float64Array.of(i, i + 1) }),
  'parts of one buffer': (i) => {
    common.set([...times(), i, i + 1], i * 4);
    return { times: common.subarray(i * 4, i * 4 + 2), values: common.subarray(i * 4 + 2, i * 4 + 4) };
  },
};

test.each(Object.keys(kinds))(
  'many series with %s go to the thread and back in bounded messages',
  async (kind) => {
    const reader = createSeriesReader();
    const sent = vi.spyOn(MessagePort.prototype, 'postMessage');
    const { series: checked, warnings } = await reader.checkAppend(
      observations(kinds[kind]),
      target,
      options,
    );
    const inMessages = sent.mock.calls.map(([message]) => seriesIn(message));
    sent.mockRestore();
    expect(checked).toEqual(observations(kinds[kind]).series);
    expect(warnings).toEqual([]);
    expect(inMessages.reduce((sum, count) => sum + count, 0)).toBe(series);
    expect(Math.max(...inMessages)).toBeLessThanOrEqual(messageSeriesMax);
  },
);

test('a fault of a series in a late part is found', async () => {
  const reader = createSeriesReader();
  const sent = observations((i) => ({
    times: times(i === series - 1 ? 500 : 10),
    values: Float64Array.of(1, 2),
  }));
  await expect(reader.checkAppend(sent, target, options)).rejects.toMatchObject({
    code: 'times_distant',
    details: { faults: [{ path: `/series/${series - 1}/start` }] },
  });
});

/** Number of series in a message. */
function seriesIn(message: unknown): number {
  if (message === null || typeof message !== 'object' || ArrayBuffer.isView(message)) return 0;
  if ('times' in message) return 1;
  return Object.values(message).reduce((sum: number, item) => sum + seriesIn(item), 0);
}

test('other work goes between the comparisons of unknown ids, and each has its suggestion', async () => {
  const known = Array.from({ length: 5_000 }, (_, i) => `${'x'.repeat(150)}-${String(i).padStart(6, '0')}`);
  const unknown = Array.from({ length: 20 }, (_, i) =>
    i % 2 === 0 ? ` ${known[i].toUpperCase()}` : `${known[i].slice(0, 30)}${i}`,
  );
  const sent = unknown.map((id) => ({ id, covariates: {}, static: {}, ...kinds['arrays of their own'](1) }));
  const turnsUntilNow = countLoopTurns();
  const refused = createSeriesReader().checkAppend(
    { series: sent, warnings: [] },
    { ...target, spans: [], firstIds: async () => known },
    options,
  );
  const error = await refused.then(
    () => expect.fail('the ids are unknown'),
    (error: AppError) => error,
  );
  const turns = turnsUntilNow();
  expect(turns).toBeGreaterThan(90); // ten parts for each of ten ids, of which one step would be a tenth of a second
  const { code, details } = error;
  expect(code).toBe('series_unknown');
  for (const [i, { message }] of (details.faults ?? []).entries())
    if (i % 2 === 0) expect(message).toContain('They differ only in case');
});

test('times that are unusual in many series are read for many series at once', async () => {
  const asked = { last: [] as number[], gaps: [] as number[] };
  const counted = {
    ...target,
    lastTimesOf(ids: string[]) {
      asked.last.push(ids.length);
      return target.lastTimesOf(ids);
    },
    async longestGapsOf(enough: ReadonlyMap<string, number>) {
      asked.gaps.push(enough.size);
      return new Map([...enough.keys()].map((id) => [id, 60 * dayMs]));
    },
  };
  // After an outage all sensors come back.
  const late = observations(() => ({ times: times(40), values: Float64Array.of(1, 2) }));
  const few = { ...late, series: late.series.slice(0, 1_000) };
  const { warnings } = await createSeriesReader().checkAppend(few, counted, options);
  expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(['gaps']));
  for (const counts of [asked.last, asked.gaps]) {
    expect(counts.length).toBeLessThan(20);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1_000);
  }
});

test('an old time beside the steps is compared with the stored ones, a part of them at once', async () => {
  const length = 200_000;
  const stored = Float64Array.from({ length }, (_, i) => start + i * 1_000);
  const known = stored[7] + 500;
  stored.copyWithin(9, 8);
  stored[8] = known;
  const end = stored[length - 1];
  const seconds = {
    ...{ ...header, time_kind: 'instant' },
    frequency: { ...header.frequency, kind: 'fixed', step: 'PT1S' },
  } as DatasetHeader;
  const one = { id: 's0', covariates: {}, static: {}, path: '/series/0' };
  const odd = [known, known + 1_000, ...Array.from({ length: 100 }, (_, i) => stored[150_000 + i] + 500)];
  const sent = { ...one, times: Float64Array.from(odd), values: Float64Array.from(odd) };
  let readMost = 0;
  const refused = createSeriesReader().checkAppend(
    { series: [sent], warnings: [] },
    {
      ...{ ...target, header: seconds, end, spans: [{ id: 's0', start, end }] },
      lastTimesOf: async (ids, count) => new Map(ids.map((id) => [id, stored.slice(-count)])),
      async timesOf(_, from, to, count) {
        const found = stored.filter((time) => time >= from && time <= to).slice(0, count);
        readMost = Math.max(readMost, found.length);
        return found;
      },
    },
    options,
  );
  await expect(refused).rejects.toMatchObject({
    details: { faults: [{ message: expect.stringMatching(/series "s0": 101 times are not on the steps/) }] },
  });
  expect(readMost).toBeLessThan(100_000);
});
