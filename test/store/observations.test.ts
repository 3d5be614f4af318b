import { expect, test } from 'vitest';
import { chunkPointsMax, unpackShared } from '../../src/chunks/index.ts';
import { retention } from '../../src/contracts/ports/index.ts';
import { limits, type SeriesObservations } from '../../src/contracts/schemas/index.ts';
import { missingValues } from '../../src/contracts/values/rows.ts';
import { inCall } from '../../src/sharing/index.ts';
import { openDatabase } from '../../src/store/index.ts';
import { claimed, dayMs, sampleDataset, sampleSeries, sampleSpec, useStore } from './samples.ts';

const used = useStore();
const appendOptions = { missingReplaces: true, allowsNewSeries: false, isDryRun: false };
const start = Date.UTC(2020, 0, 1);

function observation(day: number, value: number): SeriesObservations {
  return {
    id: 'a',
    times: Float64Array.of(start + day * dayMs),
    values: Float64Array.of(value),
    covariates: {},
    static: {},
  };
}

const add = (id: string, day: number, value: number) =>
  used.store.datasets.addObservations('t', id, [observation(day, value)], appendOptions);

async function chunkCount(datasetId: string): Promise<number> {
  const db = openDatabase(used.url);
  try {
    const rows = await db
      .selectFrom('series_chunks')
      .select('position')
      .where('dataset_id', '=', datasetId)
      .execute();
    return rows.length;
  } finally {
    await db.destroy();
  }
}

test('a training reads the version that it started with, which is kept while it runs', async () => {
  const { store } = used;
  const dataset = await store.datasets.create('t', sampleDataset([sampleSeries('a', 10_000)]));
  const model = { name: 'm', tags: [], dataset, spec: sampleSpec, requestId: null };
  const { job } = await store.models.create('t', model);
  const claim = await claimed(store, job.id);
  expect(claim.model.datasetVersion).toBe(1);

  await add(dataset.id, 0, -1);
  await add(dataset.id, 10_000, -2);
  const [before] = await store.datasets.read('t', dataset.id, { version: 1 });
  expect([before.values.length, before.values[0], before.values.at(-1)]).toEqual([10_000, 0, 9_999]);
  const [now] = await store.datasets.read('t', dataset.id);
  expect([now.values.length, now.values[0], now.values.at(-1)]).toEqual([10_001, -1, -2]);
  // Each change replaced one of the three chunks.
  expect(await chunkCount(dataset.id)).toBe(5);

  // A cancelled job may be retried, and then needs the same data.
  await store.leases.cancel(claim);
  await add(dataset.id, 10_001, -3);
  const [still] = unpackShared(await store.datasets.readPacked('t', dataset.id, { version: 1 }), []);
  expect([still.values.length, still.values[0]]).toEqual([10_000, 0]);
  await store.models.delete('t', claim.model.id);
  const kept = retention.datasetVersionsKept;
  for (let day = 10_002; day < 10_002 + kept; day++) await add(dataset.id, day, 1);
  // The newest version has three chunks, and each earlier one that is kept adds the chunk that was replaced after it.
  expect(await chunkCount(dataset.id)).toBe(3 + kept - 1);
});

test('a model belongs to the version that is the newest when it is created', async () => {
  const { store } = used;
  const dataset = await store.datasets.create('t', sampleDataset([sampleSeries('a', 30)]));
  await add(dataset.id, 30, 1);
  const model = { name: 'm', tags: [], dataset, spec: sampleSpec, requestId: null };
  expect((await store.models.create('t', model)).model.dataset_version).toBe(2);
});

test('observations cannot be added to a dataset of another tenant', async () => {
  const { store } = used;
  const { id } = await store.datasets.create('t', sampleDataset([sampleSeries('a', 30)]));
  await expect(
    store.datasets.addObservations('other', id, [observation(1, 5)], appendOptions),
  ).rejects.toMatchObject({ code: 'dataset_not_found' });
  await expect(store.datasets.listVersions('other', id, { limit: 5 })).rejects.toMatchObject({
    code: 'dataset_not_found',
  });
});

test('the tail up to a time is read from the middle of a long series', async () => {
  const { store } = used;
  const { id } = await store.datasets.create('t', sampleDataset([sampleSeries('a', 10_000)]));
  for (const last of [9_999, 8_192, 8_191, 5_000, 4_096, 3, 0]) {
    const [series] = await store.datasets.read('t', id, { until: start + last * dayMs, tailPoints: 3 });
    const expected = [last - 2, last - 1, last].filter((value) => value >= 0);
    expect(Array.from(series.values), String(last)).toEqual(expected);
  }
  const [none] = await store.datasets.read('t', id, { until: start - 1, tailPoints: 3 });
  expect(none.values).toHaveLength(0);
});

test('appends one after the other bring a dataset no more attributes than an upload may', async () => {
  const { store } = used;
  const { attributesMax } = limits;
  const named = (names: string[]) => Object.fromEntries(names.map((name) => [name, 1]));
  const names = Array.from({ length: attributesMax }, (_, i) => `a${i}`);
  const dataset = await store.datasets.create(
    't',
    sampleDataset([
      { ...sampleSeries('a', 10), static: named(names.slice(0, 40)) },
      // Between the series that are looked at first.
      ...Array.from({ length: 300 }, (_, i) => ({
        ...sampleSeries(`b${i}`, 10),
        static: named(i === 150 ? ['rare'] : ['a0']),
      })),
    ]),
  );
  const append = (id: string, attributes: SeriesObservations['static'], allowsNewSeries = true) =>
    store.datasets.addObservations('t', dataset.id, [{ ...observation(3, 7), id, static: attributes }], {
      ...appendOptions,
      allowsNewSeries,
    });
  const refused = (stored: number, added: number, id: string, name: string) => ({
    code: 'request_invalid',
    details: {
      faults: [
        {
          series_id: id,
          message: `the series of the dataset would have ${stored + added} static attributes: ${stored} and ${added} new, such as "${name}"`,
          accepted: `at most ${attributesMax} in a dataset`,
        },
      ],
    },
  });
  await expect(append('new', named(names.slice(30).concat('other')))).rejects.toMatchObject(
    refused(41, 25, 'new', 'a40'),
  );
  await expect(append('a', named(names.slice(40)), false)).rejects.toMatchObject(refused(41, 24, 'a', 'a40'));
  await append('new', named([...names.slice(30, 63), 'rare']));
  await expect(append('newer', { other: 1 })).rejects.toMatchObject(refused(64, 1, 'newer', 'other'));
  await append('newer', { rare: 2, a5: 1 });
  await append('newer', { a62: 1 }, false);
  expect(await store.datasets.attributes('t', dataset.id)).toHaveLength(attributesMax);
});

test('missing values stay those of a count over the whole series, wherever a change is', async () => {
  const { store } = used;
  const series = sampleSeries('a', 4_120, ['x']);
  series.values.fill(Number.NaN, 4_095);
  const { id } = await store.datasets.create(
    't',
    sampleDataset([series, sampleSeries('b', 3, ['x'])], { covariates: ['x'] }),
  );
  const send = (day: number, values: number[]) =>
    store.datasets.addObservations(
      't',
      id,
      [
        {
          ...observation(day, 0),
          times: Float64Array.from(values, (_, i) => start + (day + i) * dayMs),
          values: Float64Array.from(values),
          covariates: { x: Float64Array.from(values, () => 1) },
        },
      ],
      appendOptions,
    );
  const remove = (day: number) => {
    const date = new Date(start + day * dayMs).toISOString().slice(0, 10);
    return store.datasets.deleteObservations('t', id, {
      series_id: 'a',
      from: date,
      to: date,
      dry_run: false,
    });
  };
  const changes = [
    () => send(4_096, [1, 2]),
    () => send(4_120, [Number.NaN]),
    () => send(4_095, [5]),
    () => remove(4_097),
    () => remove(4_096),
    () => remove(4_095),
    () => send(4_094, [Number.NaN]),
  ];
  for (const change of changes) {
    await change();
    const [{ values, covariates }] = await store.datasets.read('t', id, { seriesIds: ['a'] });
    const [row] = (await store.datasets.listSeries('t', id, { limit: 1 })).data;
    expect(row.missing_count).toBe(missingValues({ values, covariates }));
    expect((await store.datasets.get('t', id)).missing_count).toBe(row.missing_count);
  }
});

test('the longest gap of a series is found within its chunks and between them', async () => {
  const { store } = used;
  const length = 2 * chunkPointsMax + 10;
  const gapped = (id: string, before: number, days: number) => {
    const one = sampleSeries(id, length);
    return { ...one, times: one.times.map((time, i) => (i < before ? time : time + days * dayMs)) };
  };
  const series = [
    gapped('even', 0, 0),
    gapped('within', chunkPointsMax + 7, 4),
    gapped('between', chunkPointsMax, 6),
    sampleSeries('single', 1),
  ];
  const { id } = await store.datasets.create('t', sampleDataset(series));
  const ids = [...series.map((one) => one.id), 'unknown'];
  const enough = new Map(ids.map((one) => [one, Number.POSITIVE_INFINITY]));
  const longest = () => store.datasets.longestGaps('t', id, enough);
  expect([...(await longest())]).toEqual([
    ['even', dayMs],
    ['within', 5 * dayMs],
    ['between', 7 * dayMs],
    ['single', 0],
  ]);
  const gone = { tenant: 't', signal: AbortSignal.abort() };
  await expect(inCall(gone, longest)).rejects.toMatchObject({ code: 'call_abandoned' });
});

test('a series is not read to its end once a gap is as long as asked for', async () => {
  const { store } = used;
  const one = sampleSeries('a', 300_000);
  const times = one.times.map((time, i) => time + (i < 5 ? 0 : i < 290_000 ? 3 : 12) * dayMs);
  const { id } = await store.datasets.create('t', sampleDataset([{ ...one, times }, sampleSeries('b', 9)]));
  const gapsOf = async (days: number) => {
    const enough = new Map(['a', 'b'].map((series) => [series, days * dayMs]));
    return [...(await store.datasets.longestGaps('t', id, enough))].map(([, gap]) => gap / dayMs);
  };
  expect(await gapsOf(4)).toEqual([4, 1]);
  expect(await gapsOf(5)).toEqual([10, 1]);
});

test('observations of a range are read up to its last chunk, with or without covariates', async () => {
  const { store } = used;
  const one = sampleSeries('a', 3 * chunkPointsMax);
  const dataset = sampleDataset([{ ...one, covariates: { price: one.values } }]);
  const { id } = await store.datasets.create('t', {
    ...dataset,
    header: { ...dataset.header, covariates: ['price'] },
  });
  const read = async (time: number, until: number, leavesOutCovariates = false) => {
    const range = { after: { time, points: limits.pointsPerDatasetMax }, until, leavesOutCovariates };
    const [found] = await store.datasets.read('t', id, range);
    return [[...found.times], Object.keys(found.covariates)];
  };
  const at = (index: number) => one.times[index];
  expect(await read(at(4_000), at(4_003))).toEqual([[at(4_001), at(4_002), at(4_003)], ['price']]);
  expect(await read(at(4_094), at(4_097), true)).toEqual([[at(4_095), at(4_096), at(4_097)], []]);
  expect(await read(at(0) - 2, at(0) - 1)).toEqual([[], ['price']]);
  expect(await read(at(12_287), at(12_287) + dayMs)).toEqual([[], ['price']]);
});
