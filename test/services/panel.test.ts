import { expect, test } from 'vitest';
import type { DatasetStore } from '../../src/contracts/ports/index.ts';
import { type Dataset, limits, rowsOf } from '../../src/contracts/schemas/index.ts';
import { splitAtOrigin } from '../../src/services/known-future.ts';
import { chosen, newSeries } from '../../src/services/panel.ts';
import { headsOf } from '../../src/services/panel-heads.ts';
import { header, seriesOf } from '../forecasting/support.ts';
import { countLoopTurns } from '../sharing/loop-turns.ts';

const { panelSeriesMax } = limits;
const static64 = (seed: number) =>
  Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`a${i}`, `v${(seed * 7 + i) % 50}`]));

test('of many series those with the most attributes in common are chosen, and some others', async () => {
  const all = Array.from({ length: 5_000 }, (_, i) => ({
    id: `s${i}`,
    static: { city: i % 100 === 7 ? 'Seoul' : 'Busan', kind: i % 2 === 0 ? 'tea' : 'milk' },
  }));
  const ids = await chosen(all, [{ static: { city: 'Seoul', kind: 'milk' } }]);
  expect(new Set(ids).size).toBe(panelSeriesMax);
  const found = new Set(ids);
  for (const one of all) if (one.static.city === 'Seoul') expect(found).toContain(one.id);
  const kinds = ids.map((id) => all[Number(id.slice(1))].static.kind);
  expect(kinds.filter((kind) => kind === 'tea').length).toBeGreaterThan(panelSeriesMax / 20); // whatever their attributes
  expect(kinds.filter((kind) => kind === 'milk').length).toBeGreaterThan(panelSeriesMax / 2);
});

test('a series with few observations in what was read is new only if it has few in all', async () => {
  const points = 5;
  /** One observation, behind and before rows that have a covariate alone. */
  const opening = {
    ...seriesOf([...new Array(6).fill(Number.NaN), 3, ...new Array(6).fill(Number.NaN)], 'opening'),
    covariates: { weather: Float64Array.from({ length: 13 }, (_, t) => t) },
  };
  const read = [
    splitAtOrigin(seriesOf([1, 2], 'young'), undefined, 'y', header, points),
    splitAtOrigin(seriesOf(new Array(8).fill(Number.NaN), 'silent'), undefined, 'y', header, points),
    splitAtOrigin(seriesOf([...new Array(6).fill(Number.NaN), 3], 'late'), undefined, 'y', header, points),
    splitAtOrigin(seriesOf([1, 2, 3, 4], 'long'), undefined, 'y', header, points),
    splitAtOrigin(opening, undefined, 'y', header, points),
  ];
  const counts = { silent: [20_000, 8], late: [7, 6], opening: [13, 6] };
  const datasets = {
    countsBefore: async () =>
      Object.entries(counts).map(([id, [point_count, missing_count]]) => ({
        ...{ id, point_count, missing_count, before: [] },
      })),
  };
  const dataset = { ...header, id: 'd', version: 1 } as Dataset;
  const idsOf = async (until: number | undefined) =>
    (await newSeries(datasets, 't', dataset, 'y', { atOrigin: read, until })).map(({ id }) => id);
  expect(await idsOf(undefined)).toEqual(['young', 'late', 'opening']);
  expect(await idsOf(9)).toEqual(['young']); // the counts know later observations
});

test('the head of a series is read from its first observation on', async () => {
  const points = 6;
  const after = (missing: number, observed: number) =>
    seriesOf(
      Array.from({ length: missing + observed }, (_, t) => (t < missing ? Number.NaN : t - missing)),
      `after${missing}`,
    );
  const stored = [after(0, 20), after(2, 20), after(5, 3), after(9_000, 20), seriesOf([Number.NaN], 'none')];
  let reads = 0;
  const datasets: Pick<DatasetStore, 'read'> = {
    async read(_tenant, _id, { indexes } = {}) {
      reads++;
      return stored
        .filter(({ id }) => indexes!.has(id))
        .map((series) => rowsOf(series, indexes!.get(series.id)!.first, indexes!.get(series.id)!.end));
    },
  };
  const dataset = { ...header, id: 'd', version: 1 } as Dataset;
  const headsUntil = async (until: number | undefined) => {
    const query = { seriesIds: stored.map(({ id }) => id), target: 'y', points, until };
    const heads = await headsOf(datasets, 't', dataset, query);
    return Object.fromEntries([...heads].map(([id, { times, values }]) => [id, [times[0], [...values]]]));
  };
  expect(await headsUntil(undefined)).toEqual({
    after0: [0, [0, 1, 2, 3, 4, 5]],
    after2: [2, [0, 1, 2, 3, 4, 5]],
    after5: [5, [0, 1, 2]],
    after9000: [9_000, [0, 1, 2, 3, 4, 5]],
  });
  expect(reads).toBeLessThan(6);
  expect(await headsUntil(6)).toEqual({
    after0: [0, [0, 1, 2, 3, 4, 5]],
    after2: [2, [0, 1, 2, 3, 4]],
    after5: [5, [0, 1]],
  });
});

test('a call with many new series lets others have their turn', async () => {
  const all = Array.from({ length: 20_000 }, (_, i) => ({ id: `s${i}`, static: static64(i) }));
  const few = Array.from({ length: 1_000 }, (_, i) => ({ static: static64(i + 3) }));
  const turnsUntilNow = countLoopTurns();
  expect(await chosen(all, few)).toHaveLength(panelSeriesMax);
  const turns = turnsUntilNow();
  expect(turns).toBeGreaterThan(100);
});
