import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { unpackShared } from '../../src/chunks/index.ts';
import {
  datasetSchema,
  seriesPointsSchema,
  seriesSummarySchema,
} from '../../src/contracts/schemas/datasets/dataset.ts';
import { newId } from '../../src/contracts/schemas/index.ts';
import { tasks } from '../../src/http/json/index.ts';
import { insertEmptyDataset } from '../../src/store/datasets/insert.ts';
import { chunkPointsMax, openDatabase, type Store } from '../../src/store/index.ts';
import { type Statement, watchedStore } from './plans/watched-store.ts';
import {
  claimed,
  createDataset,
  createTraining,
  dayMs,
  sampleDataset,
  sampleSeries,
  sampleSpec,
  useStore,
} from './samples.ts';

const used = useStore();
const page = { limit: 50 };
const pointsPage = { limit: 1_000 };

/** Length of a series of two and a half chunks. */
const longLength = 2 * chunkPointsMax + chunkPointsMax / 2;

describe('a dataset', () => {
  test('is returned as uploaded, with its counts and its first and last time', async () => {
    const first = sampleSeries('a', 10, ['volume']);
    first.values[3] = Number.NaN;
    const second = sampleSeries('b', 4, ['volume']);
    second.times = second.times.map((time) => time + 100 * dayMs);
    const created = await used.store.datasets.create('acme', sampleDataset([first, second]));
    expect(datasetSchema.parse(created)).toEqual(created);
    expect(created).toMatchObject({
      version: 1,
      series_count: 2,
      point_count: 14,
      missing_count: 1,
      start: '2020-01-01',
      end: '2020-04-13',
      target: 'y',
      covariates: ['volume'],
      frequency: { closures: [{ rule: 'easter', offset_days: -2 }] },
      warnings: [{ code: 'gaps' }],
    });
    expect(await used.store.datasets.get('acme', created.id)).toEqual(created);
  });

  test('that cannot be stored completely is not stored at all', async () => {
    const before = await used.store.datasets.list('half', page);
    const parsed = sampleDataset([sampleSeries('a', longLength), sampleSeries('b', 5), sampleSeries('a', 5)]);
    await expect(used.store.datasets.create('half', parsed)).rejects.toThrow(/duplicate key/);
    expect(await used.store.datasets.list('half', page)).toEqual(before);
    const db = openDatabase(used.url);
    onTestFinished(() => db.destroy());
    const { rows } = await sql`SELECT 1 FROM series_chunks WHERE tenant_id = 'half'`.execute(db);
    expect(rows).toEqual([]);
  });

  test('with U+0000 in a name is refused, and the error names the character', async () => {
    const parsed = { ...sampleDataset([sampleSeries('a', 5)]), name: 'a\0b' };
    await expect(used.store.datasets.create('acme', parsed)).rejects.toMatchObject({
      code: 'request_invalid',
    });
  });

  test('of another tenant does not exist', async () => {
    const { id } = await createDataset(used.store, 'acme');
    const { datasets } = used.store;
    const notFound = { code: 'dataset_not_found' };
    await expect(datasets.get('rival', id)).rejects.toMatchObject(notFound);
    await expect(datasets.listSeries('rival', id, page)).rejects.toMatchObject(notFound);
    await expect(datasets.points('rival', id, 'a', pointsPage)).rejects.toMatchObject(notFound);
    await expect(datasets.longestSeries('rival', id)).rejects.toMatchObject(notFound);
    await expect(datasets.read('rival', id)).rejects.toMatchObject(notFound);
    await expect(datasets.delete('rival', id)).rejects.toMatchObject(notFound);
    expect((await datasets.list('rival', page)).data).toEqual([]);
    expect(await datasets.get('acme', id)).toMatchObject({ id });
  });

  test('is deleted with its series and models', async () => {
    const { dataset, model, job } = await createTraining(used.store);
    await used.store.jobs.cancel('acme', job.id);
    await used.store.datasets.delete('acme', dataset.id);
    await expect(used.store.datasets.get('acme', dataset.id)).rejects.toMatchObject({
      code: 'dataset_not_found',
    });
    await expect(used.store.models.get('acme', model.id)).rejects.toMatchObject({ code: 'model_not_found' });
    await expect(used.store.jobs.get('acme', job.id)).rejects.toMatchObject({ code: 'job_not_found' });
    await expect(used.store.datasets.delete('acme', dataset.id)).rejects.toMatchObject({
      code: 'dataset_not_found',
    });
  });

  test('is not deleted while a job on it is queued or running: the error names the job', async () => {
    const { dataset, job } = await createTraining(used.store);
    const inUse = {
      code: 'dataset_in_use',
      message: expect.stringContaining(job.id),
      details: { headers: { Location: `/v1/jobs/${job.id}` } },
    };
    await expect(used.store.datasets.delete('acme', dataset.id)).rejects.toMatchObject(inUse);
    await claimed(used.store, job.id);
    await expect(used.store.datasets.delete('acme', dataset.id)).rejects.toMatchObject(inUse);
  });

  test('deleted while models are created on it leaves no model without a dataset', async () => {
    const { id, version } = await createDataset(used.store, 'race');
    const create = () =>
      used.store.models.create('race', {
        name: 'm',
        tags: [],
        dataset: { id, version },
        spec: sampleSpec,
        requestId: null,
      });
    const [deleted, ...created] = await Promise.allSettled([
      used.store.datasets.delete('race', id),
      create(),
      create(),
    ]);
    const models = await used.store.models.list('race', { ...page, dataset_id: id });
    if (deleted.status === 'fulfilled') {
      expect(models.data).toEqual([]);
      for (const result of created) expect(result).toMatchObject({ reason: { code: 'dataset_not_found' } });
    } else {
      expect(deleted.reason).toMatchObject({ code: 'dataset_in_use' });
      expect(models.data).toHaveLength(2);
    }
  });
});

describe('reading', () => {
  test('returns the arrays bit for bit: missing values, signed zero, extremes, times before 1970', async () => {
    const series = sampleSeries('bits', 8, ['x', 'z']);
    series.times = Float64Array.of(
      -62135596800000,
      -4294967297,
      -4294967296,
      -1,
      0,
      1,
      4294967296,
      253402300799999,
    );
    series.values.set([Number.NaN, -0, 0, Number.MIN_VALUE, Number.MAX_VALUE, -1e300, 0.1, 1 / 3]);
    series.covariates.z.fill(Number.NaN);
    series.static = { sector: 'índex', weight: 0.5, listed: true };
    const { id } = await used.store.datasets.create('acme', sampleDataset([series]));
    const [read] = await used.store.datasets.read('acme', id);
    expect(read).toEqual(series);
    expect(Object.is(read.values[1], -0)).toBe(true);
  });

  test('returns NaN for a covariate that one series lacks', async () => {
    const parsed = sampleDataset([sampleSeries('a', 3, ['x']), sampleSeries('b', 2)]);
    const { id } = await used.store.datasets.create('acme', parsed);
    const [, second] = await used.store.datasets.read('acme', id);
    expect(second.covariates).toEqual({ x: Float64Array.of(Number.NaN, Number.NaN) });
  });

  test('concatenates chunks', async () => {
    const series = sampleSeries('long', longLength, ['x', 'z']);
    const { id } = await used.store.datasets.create('acme', sampleDataset([series]));
    expect(await used.store.datasets.read('acme', id)).toEqual([series]);
  });

  test('packed series have the same observations, in memory that threads share', async () => {
    const { datasets } = used.store;
    const series = [sampleSeries('long', longLength, ['x', 'z']), sampleSeries('short', 3, ['x', 'z'])];
    const { id } = await datasets.create('acme', sampleDataset(series));
    const read = unpackShared(await datasets.readPacked('acme', id), ['x', 'z']);
    expect(read).toEqual(series);
    const arrays = read.flatMap((one) => [one.times, one.values, ...Object.values(one.covariates)]);
    expect(arrays.every(({ buffer }) => buffer instanceof SharedArrayBuffer)).toBe(true);
    const [short, ...others] = await datasets.readPacked('acme', id, { seriesIds: ['nope', 'short'] });
    expect([short.id, others]).toEqual(['short', []]);
    await expect(datasets.readPacked('rival', id)).rejects.toMatchObject({ code: 'dataset_not_found' });
  });

  test.each([1, chunkPointsMax / 2, chunkPointsMax / 2 + 1, chunkPointsMax + 7, longLength, longLength + 1])(
    'the last %i points are the end of the whole, across chunks',
    async (tailPoints) => {
      const long = sampleSeries('long', longLength, ['x']);
      const short = sampleSeries('short', 3, ['x']);
      const { id } = await used.store.datasets.create('acme', sampleDataset([long, short]));
      const [tail, whole] = await used.store.datasets.read('acme', id, { tailPoints });
      const from = Math.max(0, longLength - tailPoints);
      expect(tail.times).toEqual(long.times.slice(from));
      expect(tail.values).toEqual(long.values.slice(from));
      expect(tail.covariates.x).toEqual(long.covariates.x.slice(from));
      expect(whole.values).toEqual(short.values.slice(Math.max(0, 3 - tailPoints)));
    },
  );

  test('some series are returned in upload order, without unknown ids, and up to a bound', async () => {
    const ids = ['z', 'a', 'm', 'b'];
    const { id } = await used.store.datasets.create(
      'acme',
      sampleDataset(ids.map((one) => sampleSeries(one, 2))),
    );
    const read = async (options: Parameters<typeof used.store.datasets.read>[2]) =>
      (await used.store.datasets.read('acme', id, options)).map((series) => series.id);
    expect(await read({})).toEqual(ids);
    expect(await read({ seriesIds: ['b', 'nope', 'z'] })).toEqual(['z', 'b']);
    expect(await read({ seriesIds: [] })).toEqual([]);
    expect(await read({ seriesMax: 3 })).toEqual(['z', 'a', 'm']);
  });

  test('the longest series is found', async () => {
    const series = [sampleSeries('a', 3), sampleSeries('b', 9), sampleSeries('c', 9)];
    const { id } = await used.store.datasets.create('acme', sampleDataset(series));
    const { datasets } = used.store;
    expect(await datasets.longestSeries('acme', id)).toEqual({ id: 'b', point_count: 9 });
    // The answer for a version is kept, and a change of the data makes another version.
    for (let n = 0; n < 2; n++) expect((await datasets.longestSeries('acme', id, 1)).id).toBe('b');
    await expect(datasets.longestSeries('rival', id, 1)).rejects.toMatchObject({ code: 'dataset_not_found' });
    await datasets.deleteSeries('acme', id, 'b', { isDryRun: false });
    const { version } = await datasets.get('acme', id);
    expect(await datasets.longestSeries('acme', id, version)).toEqual({ id: 'c', point_count: 9 });
    // A version that is asked for the first time after the change is another one too.
    const { id: other } = await datasets.create('acme', sampleDataset(series));
    await datasets.deleteSeries('acme', other, 'b', { isDryRun: false });
    expect((await datasets.longestSeries('acme', other, 1)).id).toBe('b');
  });

  test('the attributes of a version are found, and stay those of their version', async () => {
    const series = [
      sampleSeries('a', 3),
      { ...sampleSeries('b', 3), static: { region: 'north', shop: 'x' } },
    ];
    const { datasets } = used.store;
    const { id } = await datasets.create('acme', sampleDataset(series));
    for (let n = 0; n < 2; n++) expect(await datasets.attributes('acme', id, 1)).toEqual(['region', 'shop']);
    await expect(datasets.attributes('rival', id, 1)).rejects.toMatchObject({ code: 'dataset_not_found' });
    await datasets.deleteSeries('acme', id, 'b', { isDryRun: false });
    expect(await datasets.attributes('acme', id)).toEqual([]);
    expect(await datasets.attributes('acme', id, 2)).toEqual([]);
    expect(await datasets.attributes('acme', id, 1)).toEqual(['region', 'shop']);
  });

  test('a read of the newest version stays in it while a change makes a newer one', async () => {
    const reads: [string, (store: Store, id: string) => Promise<unknown>][] = [
      [
        'listSeries',
        async ({ datasets }, id) =>
          (await datasets.listSeries('acme', id, { ...page, version: 1 })).data.map((one) => one.id),
      ],
      [
        'points',
        async ({ datasets }, id) => [
          ...(await datasets.points('acme', id, 'b', { ...pointsPage, version: 1 })).values,
        ],
      ],
      ['longestSeries', ({ datasets }, id) => datasets.longestSeries('acme', id, 1)],
      ['attributes', ({ datasets }, id) => datasets.attributes('acme', id, 1)],
    ];
    const series = [sampleSeries('a', 3), { ...sampleSeries('b', 4), static: { region: 'north' } }];
    const { datasets } = used.store;
    let change: (() => Promise<unknown>) | null = null;
    const watched = watchedStore(used.url, [], async () => {
      const now = change;
      change = null; // after the first statement, which reads the row of the dataset
      await now?.();
    });
    onTestFinished(() => watched.close());
    for (const [name, read] of reads) {
      const { id } = await datasets.create('acme', sampleDataset(series));
      const expected = await read(used.store, id);
      change = () => datasets.deleteSeries('acme', id, 'b', { isDryRun: false });
      for (let n = 0; n < 2; n++) expect(await read(watched, id), name).toEqual(expected);
      expect(change).toBeNull();
    }
  });

  test('the longest series and the attributes of the newest version are read without the past of series', async () => {
    const statements: Statement[] = [];
    const series = [sampleSeries('a', 3)];
    const watched = watchedStore(used.url, statements);
    onTestFinished(() => watched.close());
    const { datasets } = used.store;
    const db = openDatabase(used.url, { poolMax: 1 });
    onTestFinished(() => db.destroy());
    const empty = { name: 'empty', ...sampleDataset(series).header };
    const { id } = await db.transaction().execute((trx) => insertEmptyDataset(trx, 'acme', empty));
    await datasets.addObservations('acme', id, series, {
      ...{ missingReplaces: true, allowsNewSeries: true, isDryRun: false },
    });
    expect(await watched.datasets.attributes('acme', id, 2)).toEqual([]);
    expect((await watched.datasets.longestSeries('acme', id, 2)).id).toBe('a');
    expect(statements.map((one) => one.sql).join()).not.toContain('series_history');
    // The rows of the third version, which has no series, are read first.
    let change: (() => Promise<unknown>) | null = null;
    const other = watchedStore(used.url, [], async () => {
      const now = change;
      change = null;
      await now?.();
    });
    onTestFinished(() => other.close());
    change = () => datasets.restore('acme', id, 1);
    expect((await other.datasets.longestSeries('acme', id, 2)).id).toBe('a');
    expect(change).toBeNull();
  });

  test('an attribute has the type of its values, and is text if they differ in type', async () => {
    const statics: Record<string, string | number | boolean>[] = [
      { size: 1, open: true, zip: '10001' },
      { size: 'large', open: false, rank: 2 },
    ];
    const series = statics.map((one, i) => ({ ...sampleSeries(`s${i}`, 3), static: one }));
    const { datasets } = used.store;
    const { id } = await datasets.create('acme', sampleDataset(series));
    expect(await datasets.attributeTypes('acme', id)).toEqual([
      { name: 'open', type: 'boolean' },
      { name: 'rank', type: 'number' },
      { name: 'size', type: 'string' },
      { name: 'zip', type: 'string' },
    ]);
  });

  test('two thousand short series are stored and read', async () => {
    const series = Array.from({ length: 2_000 }, (_, i) => sampleSeries(`s${i}`, 3));
    const { id } = await used.store.datasets.create('acme', sampleDataset(series));
    expect(await used.store.datasets.read('acme', id)).toEqual(series);
  });
});

describe('pages', () => {
  test('of datasets go from new to old and do not shift while others are added', async () => {
    const created: string[] = [];
    for (let i = 0; i < 5; i++) created.unshift((await createDataset(used.store, 'pages')).id);
    const first = await used.store.datasets.list('pages', { limit: 2 });
    await createDataset(used.store, 'pages');
    const second = await used.store.datasets.list('pages', { limit: 2, cursor: first.next_cursor as string });
    const third = await used.store.datasets.list('pages', { limit: 2, cursor: second.next_cursor as string });
    expect([...first.data, ...second.data, ...third.data].map(({ id }) => id)).toEqual(created);
    expect(third.next_cursor).toBeNull();
  });

  test('of series are in upload order', async () => {
    const ids = ['c', 'a', 'b'];
    const { id } = await used.store.datasets.create(
      'acme',
      sampleDataset(ids.map((one) => sampleSeries(one, 2))),
    );
    const first = await used.store.datasets.listSeries('acme', id, { limit: 2 });
    const second = await used.store.datasets.listSeries('acme', id, {
      limit: 2,
      cursor: first.next_cursor as string,
    });
    expect([...first.data, ...second.data].map((series) => series.id)).toEqual(ids);
    expect(second.next_cursor).toBeNull();
    expect(seriesSummarySchema.parse(first.data[0])).toEqual({
      id: 'c',
      start: '2020-01-01',
      end: '2020-01-02',
      point_count: 2,
      missing_count: 0,
      static: {},
    });
  });

  test('of points start where the previous one ended, across chunks', async () => {
    const series = sampleSeries('long', longLength, ['x']);
    series.values[5] = Number.NaN;
    const { id } = await used.store.datasets.create(
      'acme',
      sampleDataset([series], { time_kind: 'integer' }),
    );
    const times: unknown[] = [];
    const values: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await used.store.datasets.points('acme', id, 'long', { limit: 3_000, cursor });
      const points = JSON.parse(tasks.points(page));
      expect(seriesPointsSchema.parse(points)).toEqual(points);
      expect(points.covariates.x).toHaveLength(points.times.length);
      times.push(...points.times);
      values.push(...points.values);
      cursor = points.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(times).toEqual([...series.times]);
    expect(values).toEqual([...series.values].map((value) => (Number.isNaN(value) ? null : value)));
  });

  test('of points between two times include both', async () => {
    const { id } = await used.store.datasets.create('acme', sampleDataset([sampleSeries('a', longLength)]));
    const between = async (from?: string, to?: string, limit = 1_000) =>
      JSON.parse(tasks.points(await used.store.datasets.points('acme', id, 'a', { limit, from, to })));
    expect((await between('2020-01-30', '2020-02-02')).times).toEqual([
      '2020-01-30',
      '2020-01-31',
      '2020-02-01',
      '2020-02-02',
    ]);
    expect((await between('2031-03-18', '2031-03-21')).values).toEqual([4094, 4095, 4096, 4097]); // across the end of a chunk
    expect((await between('1999-01-01', '2020-01-01')).times).toEqual(['2020-01-01']);
    expect(await between('2999-01-01')).toMatchObject({ times: [], values: [], next_cursor: null });
    expect(await between('2020-01-05', '2020-01-04')).toMatchObject({ times: [] });
    const cut = await between('2020-01-30', '2020-02-02', 4);
    expect(cut.next_cursor).toBeNull();
  });

  test('of points refuse a bound that is no time and an unknown series, and name them', async () => {
    const { id } = await createDataset(used.store);
    const points = (seriesId: string, query: object) =>
      used.store.datasets.points('acme', id, seriesId, { limit: 5, ...query });
    await expect(points('a', { from: 'yesterday' })).rejects.toMatchObject({
      code: 'request_invalid',
      details: { faults: [{ path: '?from' }] },
    });
    await expect(points('nope', {})).rejects.toMatchObject({ code: 'series_not_found' });
  });

  test.each([
    '',
    'x',
    'bm90IGpzb24',
    Buffer.from('["models","ds_1"]').toString('base64url'),
    Buffer.from('["datasets",1]').toString('base64url'),
    Buffer.from('["datasets",null]').toString('base64url'),
  ])('refuse the cursor %j', async (cursor) => {
    await expect(used.store.datasets.list('acme', { limit: 2, cursor })).rejects.toMatchObject({
      code: 'cursor_invalid',
    });
  });

  test('an unknown id is named', async () => {
    const id = newId('dataset');
    await expect(used.store.datasets.get('acme', id)).rejects.toMatchObject({
      code: 'dataset_not_found',
      message: expect.stringContaining(id),
    });
  });
});
