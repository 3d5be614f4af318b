import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chunkPointsMax } from '../../../src/chunks/index.ts';
import type { SeriesObservations } from '../../../src/contracts/schemas/index.ts';
import { type Database, openDatabase } from '../../../src/store/index.ts';
import { dayMs, sampleDataset, sampleSeries, useStore } from '../samples.ts';

const used = useStore();
const start = Date.UTC(2020, 0, 1);
let db: Kysely<Database>;

beforeAll(() => {
  db = openDatabase(used.url, { poolMax: 1 });
});
afterAll(() => db.destroy());

type Points = [day: number, value: number][];

function observations(id: string, points: Points): SeriesObservations {
  return {
    id,
    times: Float64Array.from(points, ([day]) => start + day * dayMs),
    values: Float64Array.from(points, ([, value]) => value),
    covariates: {},
    static: {},
  };
}

/** A series with an observation on every second day, so that there is room between them. */
function spacedSeries(id: string, length: number) {
  const { times, ...series } = sampleSeries(id, length);
  return { ...series, times: times.map((_, i) => start + 2 * i * dayMs) };
}

const add = (id: string, some: SeriesObservations[], missingReplaces = true) =>
  used.store.datasets.addObservations('t', id, some, {
    missingReplaces,
    allowsNewSeries: false,
    isDryRun: false,
  });

async function chunksOf(id: string) {
  const { rows } = await sql<{
    position: number;
    first_index: number;
    from_version: number;
    to: number | null;
  }>`
    SELECT position, first_index, from_version, to_version AS "to", point_count FROM series_chunks
    WHERE dataset_id = ${id} ORDER BY position, first_index, from_version`.execute(db);
  return rows;
}

test('a replaced value in the middle of a long series rewrites its chunk alone', async () => {
  const { store } = used;
  const { id } = await store.datasets.create('t', sampleDataset([sampleSeries('a', 6 * chunkPointsMax)]));
  expect(await add(id, [observations('a', [[chunkPointsMax, -1]])])).toMatchObject({ added: 0, replaced: 1 });
  const changed = (await chunksOf(id)).filter(({ from_version, to }) => from_version === 2 || to !== null);
  expect(changed.map((one) => [one.first_index, one.from_version, one.to])).toEqual([
    [chunkPointsMax, 1, 1],
    [chunkPointsMax, 2, null],
  ]);
  const across: Points = [
    [3 * chunkPointsMax - 1, -2],
    [3 * chunkPointsMax, Number.NaN],
  ];
  expect(await add(id, [observations('a', across)])).toMatchObject({ added: 0, replaced: 2 });
  const newest = (await chunksOf(id)).filter(({ from_version }) => from_version === 3);
  expect(newest.map(({ first_index }) => first_index)).toEqual([2 * chunkPointsMax, 3 * chunkPointsMax]);
  const read = async (version: number) =>
    (await store.datasets.read('t', id, { version }))[0].values.filter((value, i) => !Object.is(value, i));
  expect(await Promise.all([1, 2, 3].map(read))).toEqual([
    Float64Array.of(),
    Float64Array.of(-1),
    Float64Array.of(-1, -2, Number.NaN),
  ]);
  expect((await store.datasets.get('t', id)).missing_count).toBe(1);
});

/** Numbers from 0 to 1 that are the same in each run. Source: Park and Miller (1988). */
function* uniform(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

test('any sequence of replacements, insertions, deletions and restores leaves what a map of all points has', async () => {
  const { store } = used;
  const numbers = uniform(7);
  const draw = (below: number) => Math.floor(numbers.next().value! * below);
  const lengths = { a: 3 * chunkPointsMax + 17, b: 2 * chunkPointsMax, c: 40 };
  const ids = Object.keys(lengths);
  const first = ids.map((id) => spacedSeries(id, lengths[id as keyof typeof lengths]));
  const { id } = await store.datasets.create('t', sampleDataset(first));
  const versions = [new Map<string, Map<number, number>>()];
  versions[1] = new Map(
    first.map((one) => [one.id, new Map([...one.times].map((t, i) => [t, one.values[i]]))]),
  );
  const copy = (version: number) =>
    new Map([...versions[version]].map(([name, points]) => [name, new Map(points)]));
  for (let round = 0; round < 40; round++) {
    const newest = versions.length - 1;
    const expected = copy(newest);
    const action = draw(10);
    if (action === 0) {
      const version = Math.max(1, newest - draw(4));
      if (version === newest) continue;
      await store.datasets.restore('t', id, version);
      versions.push(copy(version));
    } else if (action === 1) {
      const name = ids[draw(2)];
      const times = [...expected.get(name)!.keys()].sort((x, y) => x - y);
      const [from, to] = [draw(times.length), draw(50)].map(
        (at, i, [x]) => times[Math.min(times.length - 1, i === 0 ? at : x + at)],
      );
      const range = {
        from: new Date(from).toISOString().slice(0, 10),
        to: new Date(to).toISOString().slice(0, 10),
      };
      await store.datasets.deleteObservations('t', id, { series_id: name, ...range, dry_run: false });
      for (const time of times) if (time >= from && time <= to) expected.get(name)!.delete(time);
      versions.push(expected);
    } else {
      const missingReplaces = draw(2) === 0;
      const isInserting = draw(3) === 0;
      let isChanged = false;
      const some = ids
        .filter(() => draw(2) === 0)
        .map((name) => {
          const last = lengths[name as keyof typeof lengths] * 2;
          const at = draw(last);
          const spread = [1, 20, 12_000][draw(3)];
          const days = new Set(
            Array.from({ length: 1 + draw(4) }, () => {
              const day = Math.min(at + draw(spread), last + 3);
              return isInserting ? day : day - (day % 2);
            }),
          );
          const points: Points = [...days]
            .sort((x, y) => x - y)
            .map((day) => [day, draw(5) === 0 ? Number.NaN : draw(100)]);
          const target = expected.get(name)!;
          for (const [day, value] of points) {
            const time = start + day * dayMs;
            const before = target.get(time);
            const now = before !== undefined && Number.isNaN(value) && !missingReplaces ? before : value;
            if (!target.has(time) || !Object.is(before, now)) isChanged = true;
            target.set(time, now);
          }
          return observations(name, points);
        });
      if (some.length === 0) continue;
      const change = await add(id, some, missingReplaces);
      expect(change.version, `round ${round}`).toBe(isChanged ? newest + 1 : newest);
      if (isChanged) versions.push(expected);
    }
    const version = versions.length - 1;
    for (const one of [version, Math.max(1, version - 1), Math.max(1, version - 5)]) {
      for (const series of await store.datasets.read('t', id, { version: one })) {
        const sorted = [...versions[one].get(series.id)!].sort(([x], [y]) => x - y);
        const label = `round ${round}, version ${one}, series ${series.id}`;
        expect(series.times, label).toEqual(Float64Array.from(sorted, ([time]) => time));
        expect(series.values, label).toEqual(Float64Array.from(sorted, ([, value]) => value));
      }
    }
    await expectConsistent(id, versions[version]);
  }
  expect(versions.length).toBeGreaterThan(25);
});

test('the bounds and counts of a dataset follow each deletion', async () => {
  const { datasets } = used.store;
  const day = (i: number) => new Date(start + i * dayMs).toISOString().slice(0, 10);
  const expected = new Map<string, Map<number, number>>();
  for (const [name, first, last] of [
    ['a', 0, 9],
    ['b', 2, 9],
    ['c', 2, 12],
    ['d', 5, 14],
    ['e', 0, 3],
  ] as const)
    expected.set(
      name,
      new Map(
        Array.from({ length: last - first + 1 }, (_, i) => [
          start + (first + i) * dayMs,
          i % 3 === 1 ? Number.NaN : i,
        ]),
      ),
    );
  const series = [...expected].map(([name, points]) =>
    observations(
      name,
      [...points].map(([time, value]) => [(time - start) / dayMs, value] as const),
    ),
  );
  const { id } = await datasets.create('t', sampleDataset(series));
  await expectConsistent(id, expected);
  const within = async (name: string | null, from: number, to: number) => {
    const range = { series_id: name ?? undefined, from: day(from), to: day(to), dry_run: false };
    await datasets.deleteObservations('t', id, range);
    for (const one of name === null ? [...expected.keys()] : [name]) {
      const points = expected.get(one)!;
      for (let i = from; i <= to; i++) points.delete(start + i * dayMs);
      if (points.size === 0) expected.delete(one);
    }
    await expectConsistent(id, expected);
  };
  await within('a', 4, 5); // it keeps both ends
  await within('a', 0, 1); // another series begins as early
  await within('e', 0, 0); // none does
  await within(null, 13, 14); // the end of all
  await within('e', 0, 3); // a series goes
  await datasets.deleteSeries('t', id, 'c', { isDryRun: false });
  expected.delete('c');
  await expectConsistent(id, expected);
  await expect(within(null, 0, 20)).rejects.toMatchObject({ code: 'deletion_too_large' });
});

/** Checks counts, bounds and chunks of the newest version against its points. */
async function expectConsistent(id: string, expected: Map<string, Map<number, number>>): Promise<void> {
  const dataset = await used.store.datasets.get('t', id);
  const all = [...expected.values()].flatMap((points) => [...points]);
  expect(dataset.point_count).toBe(all.length);
  expect(dataset.missing_count).toBe(all.filter(([, value]) => Number.isNaN(value)).length);
  expect(dataset.series_count).toBe(expected.size);
  const days = all.map(([time]) => time).sort((x, y) => x - y);
  expect([dataset.start, dataset.end].map((day) => Date.parse(String(day)))).toEqual([days[0], days.at(-1)]);
  const { rows } = await sql<Record<string, number>>`
    SELECT series.id, point_count, missing_count, start_time, end_time, chunks.*
    FROM series CROSS JOIN LATERAL (
      SELECT sum(point_count)::integer AS stored, min(first_time) AS first, max(last_time) AS last,
        bool_and(first_index = before) AS is_dense
      FROM (
        SELECT *, coalesce(sum(point_count) OVER (ORDER BY first_index ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
        FROM series_chunks AS chunk
        WHERE chunk.dataset_id = series.dataset_id AND chunk.position = series.position AND to_version IS NULL
      ) AS chunk
    ) AS chunks
    WHERE dataset_id = ${id} AND until_version IS NULL ORDER BY position`.execute(db);
  expect(rows).toHaveLength(expected.size);
  for (const row of rows) {
    const points = expected.get(String(row.id))!;
    const times = [...points.keys()].sort((x, y) => x - y);
    expect(row).toMatchObject({ point_count: points.size, stored: points.size, is_dense: true });
    expect(row.missing_count).toBe([...points.values()].filter(Number.isNaN).length);
    expect([row.start_time, row.first, row.end_time, row.last].map(Number)).toEqual([
      times[0],
      times[0],
      times[times.length - 1],
      times[times.length - 1],
    ]);
  }
  const { rows: bytes } = await sql<{ is_same: boolean }>`
    SELECT stored_bytes = 1024 + octet_length(warnings::text) + octet_length(frequency::text) + coalesce(octet_length(reading::text), 0)
      + (SELECT sum(256 + octet_length(id) + octet_length(static::text)) FROM series WHERE dataset_id = datasets.id)
      + coalesce((SELECT sum(128 + octet_length(static::text)) FROM series_history WHERE dataset_id = datasets.id), 0)
      + (SELECT sum(128 + octet_length(times) + octet_length("values") + octet_length(covariates)) FROM series_chunks
          WHERE dataset_id = datasets.id) AS is_same
    FROM datasets WHERE id = ${id}`.execute(db);
  expect(bytes).toEqual([{ is_same: true }]);
}
