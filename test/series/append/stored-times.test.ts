import { expect, test } from 'vitest';
import type { AppendTarget } from '../../../src/contracts/ports/index.ts';
import type { DatasetHeader, Warning } from '../../../src/contracts/schemas/index.ts';
import { longestGap } from '../../../src/contracts/values/index.ts';
import { createSeriesReader } from '../../../src/series/index.ts';
import { refusal } from '../reading.ts';
import { notAsked } from './append-targets.ts';

const dayMs = 86_400_000;
const lastPoints = 1_000;
const reader = createSeriesReader();
const header = {
  ...{ time_kind: 'instant', time_zone: null, target: 'y', covariates: [] },
  frequency: {
    ...{ kind: 'calendar', step: 'P1D', season_lengths: [7], closed_weekdays: [], closures: [] },
    open_times: null,
  },
} as unknown as DatasetHeader;

interface Changes {
  id?: string;
  kind?: 'date';
  off_grid?: 'allow';
  distant_times?: 'allow';
  frequency?: Partial<DatasetHeader['frequency']>;
}

/** Adds observations to a series of days, or a new series beside it.
 *  @returns what was read of its stored times: a number of the last ones, the longest gap, or those of a range */
async function added(
  stored: number[],
  times: number[],
  changes: Changes = {},
): Promise<{ read: (number | 'gap' | 'range')[]; told: string[] }> {
  const { read, warnings } = appended(stored, times, changes);
  const told = await warnings.then(
    (all) => all.map(({ code }) => code),
    (error: unknown) => refusal(() => Promise.reject(error)).then(({ code }) => [code]),
  );
  return { read, told };
}

/** As `added`. @returns the warnings; rejects if the observations are refused */
function appended(
  stored: number[],
  times: number[],
  changes: Changes = {},
): { read: (number | 'gap' | 'range')[]; warnings: Promise<Warning[]> } {
  const read: (number | 'gap' | 'range')[] = [];
  const target: AppendTarget = {
    ...{
      header: {
        ...header,
        time_kind: changes.kind ?? header.time_kind,
        frequency: { ...header.frequency, ...changes.frequency },
      },
      isEmpty: stored.length === 0,
      start: stored[0] ?? null,
      end: stored.at(-1) ?? null,
    },
    spans: stored.length === 0 ? [] : [{ id: 'a', start: stored[0], end: stored.at(-1)! }],
    firstIds: async () => ['a'],
    async lastTimesOf(ids, count) {
      read.push(count);
      return new Map(ids.map((id) => [id, Float64Array.from(stored.slice(-count))]));
    },
    async longestGapsOf(enough) {
      read.push('gap');
      const longest = longestGap(Float64Array.from(stored));
      return new Map([...enough].map(([id, gap]) => [id, Math.min(longest, gap)]));
    },
    async timesOf(_, from, to, count) {
      read.push('range');
      return Float64Array.from(stored.filter((time) => time >= from && time <= to).slice(0, count));
    },
    observationsOf: notAsked.observationsOf,
  };
  const one = { id: changes.id ?? 'a', times: Float64Array.from(times), values: Float64Array.from(times) };
  const { id, off_grid = 'refuse', distant_times = 'refuse' } = changes;
  const new_series = id === undefined ? 'refuse' : 'allow';
  const options = { new_series, distant_times, off_grid, snap: 'no' } as const;
  const observations = { series: [{ ...one, covariates: {}, static: {} }], warnings: [] };
  const warnings = reader.checkAppend(observations, target, options).then((one) => one.warnings);
  return { read, warnings };
}

const days = (count: number) => Array.from({ length: count }, (_, i) => i * dayMs);
/** Times off the grid of days. */
const ragged = (count: number) => days(count).map((time, i) => time + ((i * 7_919) % 86_000) * 1_000);
const twiceAMonth = Array.from({ length: 24 }, (_, i) => Date.UTC(1970, i >> 1, i % 2 === 0 ? 1 : 15));
const regular = days(5_000);
const end = regular.at(-1)!;

test('what continues a regular series needs none of its times', async () => {
  expect(await added(regular, [end + dayMs])).toEqual({ read: [], told: [] });
});

test('what continues an irregular series needs its last times only, however long it is', async () => {
  const stored = ragged(5_000);
  expect(await added(stored, [stored.at(-1)! + dayMs / 3])).toEqual({ read: [lastPoints], told: [] });
});

test('a time between the steps is refused by the last times; an earlier one is looked for in all', async () => {
  expect(await added(regular, [end + dayMs / 2])).toEqual({ read: [lastPoints], told: ['times_off_grid'] });
  const early = [100 * dayMs, 100.5 * dayMs];
  expect(await added(regular, early)).toEqual({ read: [lastPoints, 'range'], told: ['times_off_grid'] });
  const odd = regular.toSpliced(100, 0, 99.5 * dayMs);
  expect(await added(odd, [99.5 * dayMs])).toEqual({ read: [lastPoints, 'range'], told: [] });
});

test('steps are counted from the quarter that a moved day stands for', async () => {
  const quarters = Array.from({ length: 14 }, (_, i) => Date.UTC(2021, 2 + 3 * i, 1));
  const stored = [...quarters, Date.UTC(2024, 7, 30)]; // the Friday before Sunday 1 September
  const frequency = { step: 'P3M', day_of_month: 1 };
  const told = async (time: number) => (await added(stored, [time], { kind: 'date', frequency })).told;
  expect(await told(Date.UTC(2024, 11, 1))).toEqual([]);
  expect(await told(Date.UTC(2024, 10, 1))).toEqual(['times_off_grid']);
});

test('a time between the steps has the remedy snap only where times can be moved', async () => {
  const optionsOf = async (changes: Changes) => {
    const { errors } = await refusal(() => appended(regular, [end + dayMs / 2], changes).warnings);
    const told = errors?.[0].accepted?.includes('snap=true');
    return [told, errors?.[0].alternatives?.map(({ option }) => option)];
  };
  expect(await optionsOf({})).toEqual([true, ['off_grid', 'snap']]);
  expect(await optionsOf({ kind: 'date' })).toEqual([false, ['off_grid']]);
});

test('a gap is compared with those of the last times, and with all only if it is longer', async () => {
  const moved = (from: number) => regular.map((time, i) => (i < from ? time : time + 40 * dayMs));
  const late = moved(4_500);
  expect(await added(late, [late.at(-1)! + 30 * dayMs])).toMatchObject({
    read: [lastPoints],
    told: ['gaps'],
  });
  const early = moved(500);
  expect(await added(early, [early.at(-1)! + 30 * dayMs])).toMatchObject({
    ...{ read: [lastPoints, 'gap'], told: ['gaps'] },
  });
  expect(await added(early, [early.at(-1)! + 50 * dayMs])).toMatchObject({
    ...{ read: [lastPoints, 'gap'], told: ['times_distant'] },
  });
  // The search needs no longer gap than the longest distance, wherever that is.
  for (const [before, after] of [
    [[-50, -20], [5_050]],
    [[-35], [5_060]],
    [[-20], [5_079]],
    [[-1], [5_060, 5_101]],
  ]) {
    const times = [...before, 0, 5_000, ...after].map((day) => day * dayMs);
    expect(await added(early, times)).toMatchObject({ read: [lastPoints, 'gap'], told: ['gaps'] });
  }
  // Where distant times are allowed, the last ones tell which have a warning.
  expect(await added(early, [early.at(-1)! + 30 * dayMs], { distant_times: 'allow' })).toEqual({
    ...{ read: [lastPoints], told: ['times_distant', 'gaps'] },
  });
});

test('a new series has the step of the dataset, or is refused; if it is allowed, it has the warnings of an upload', async () => {
  const month = (i: number) => Date.UTC(1970, i, 1);
  const monthly = Array.from({ length: 24 }, (_, i) => month(i));
  expect((await added(regular, monthly, { id: 'b' })).told).toEqual(['times_off_grid']);
  const allowed = await added(regular, monthly, { id: 'b', off_grid: 'allow' });
  expect(allowed.told).toEqual(['series_added', 'frequency_irregular']);
  expect((await added(regular, days(30), { id: 'b' })).told).toEqual(['series_added']);
  expect((await added(regular, days(30).toSpliced(9, 1), { id: 'b' })).told).toEqual([
    'series_added',
    'gaps',
  ]);
});

test('warnings of a new series name no option that an append lacks', async () => {
  const allowed = { id: 'b', off_grid: 'allow' } as const;
  const withExtra = [...days(40), 20.4 * dayMs].sort((a, b) => a - b);
  const withSlip = [...days(40), 4_000 * dayMs];
  const messages = async (times: number[]) =>
    (await appended(regular, times, allowed).warnings).map(({ message }) => message).join(' ');
  const remedy = 'Send rows with the step P1D, or upload the series as a dataset of its own.';
  for (const times of [ragged(60).map((time) => 2 * time), twiceAMonth, withExtra]) {
    expect(await messages(times)).toContain(remedy);
    expect(await messages(times)).not.toMatch(/`resample|aggregate=/);
  }
  expect(await messages(withSlip)).toContain('delete these observations and send correct ones');
});

test('rows within a period are refused where the dataset was resampled, and those of stored periods have a warning', async () => {
  const mondays = Array.from({ length: 30 }, (_, i) => (4 + 7 * i) * dayMs);
  const [last, frequency] = [mondays.at(-1)!, { step: 'P1W', resampled: true }];
  expect((await added(mondays, [last + 8 * dayMs], { frequency })).told).toEqual(['times_off_grid']);
  expect((await added(mondays, [last + 7 * dayMs], { frequency })).told).toEqual([]);
  expect((await added(mondays, [last, last + 7 * dayMs], { frequency })).told).toEqual(['values_suspected']);
  expect((await added([], [last + 8 * dayMs], { frequency })).told).toEqual([]);
  expect((await added(mondays, [last + 7 * dayMs], { frequency: { step: 'P1W' } })).told).toEqual([]);
});

test('blanks at the ends of an id do not count, unless the dataset has this id', async () => {
  const idsAfter = async (stored: string[], sent: string[]) => {
    const target: AppendTarget = {
      ...{ header, isEmpty: false, start: 0, end },
      spans: stored.map((id) => ({ id, start: 0, end })),
      firstIds: async () => stored,
      ...notAsked,
    };
    const times = Float64Array.of(end + dayMs);
    const series = sent.map((id, i) => ({
      ...{ id, times, values: Float64Array.of(1), path: `/series/${i}` },
      ...{ covariates: {}, static: {} },
    }));
    const options = { new_series: 'allow', distant_times: 'refuse', off_grid: 'refuse', snap: 'no' } as const;
    const checked = await reader.checkAppend({ series, warnings: [] }, target, options);
    return checked.series.map(({ id }) => id);
  };
  expect(await idsAfter(['shop'], ['shop ', '\uFEFFb\t'])).toEqual(['shop', 'b']);
  expect(await idsAfter(['shop', 'shop '], ['shop ', 'shop'])).toEqual(['shop ', 'shop']);
  expect(await refusal(() => idsAfter(['shop'], ['shop', ' shop']))).toMatchObject({
    code: 'series_duplicate',
    errors: [{ path: '/series/1/id' }],
  });
  expect(await refusal(() => idsAfter(['shop'], ['shop', ' ']))).toMatchObject({
    code: 'request_invalid',
    errors: [{ path: '/series/1/id' }],
  });
});
