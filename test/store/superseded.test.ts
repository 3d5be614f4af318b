import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { retention } from '../../src/contracts/ports/index.ts';
import { readOfVersion } from '../../src/store/datasets/versions.ts';
import { openDatabase } from '../../src/store/index.ts';
import { dayMs, sampleDataset, sampleSeries, sampleSpec, useStore } from './samples.ts';

const used = useStore();

/** Replaces the last observation of the series `a` of 30 days. Returns the version that this makes. */
async function replaceLast(dataset: string, value: number): Promise<number> {
  const values = Float64Array.of(value);
  const times = Float64Array.of(Date.UTC(2020, 0, 1) + 29 * dayMs);
  const series = [{ id: 'a', static: {}, times, values, covariates: {} }];
  const options = { missingReplaces: true, allowsNewSeries: false, isDryRun: false };
  return (await used.store.datasets.addObservations('acme', dataset, series, options)).version;
}

test('versions expire when the superseded observations take more than their bound', async () => {
  const { datasets } = used.store;
  const { id } = await datasets.create('acme', sampleDataset([sampleSeries('a', 30)]));
  const change = (value: number) => replaceLast(id, value);
  expect([await change(101), await change(102)]).toEqual([2, 3]);
  const readable = async () => {
    const { data } = await datasets.listVersions('acme', id, { limit: 50 });
    return data.filter(({ is_kept }) => is_kept).map(({ version }) => version);
  };
  expect(await readable()).toEqual([3, 2, 1]);

  // The chunk that version 3 superseded counts as more than the bound.
  const db = openDatabase(used.url, { poolMax: 1 });
  onTestFinished(() => db.destroy());
  const points = Math.ceil(retention.supersededBytesPerDatasetMax / 16) + 1;
  await sql`UPDATE series_chunks SET point_count = ${points} WHERE dataset_id = ${id} AND to_version = 2`.execute(
    db,
  );
  expect(await change(103)).toBe(4);
  expect(await readable()).toEqual([4, 3]);
  await expect(datasets.restore('acme', id, 2)).rejects.toMatchObject({ code: 'version_expired' });
  const time = Date.UTC(2020, 0, 1) + 20 * dayMs;
  for (const form of [{}, { tailPoints: 3 }, { until: time }, { after: { time, points: 3 } }])
    await expect(datasets.read('acme', id, { ...form, version: 2 })).rejects.toMatchObject({
      code: 'version_expired',
    });
  await expect(datasets.readPacked('acme', id, { version: 2 })).rejects.toMatchObject({
    code: 'version_expired',
  });
  const { rows } =
    await sql`SELECT 1 FROM series_chunks WHERE dataset_id = ${id} AND to_version <= 2`.execute(db);
  expect(rows).toEqual([]);
  await datasets.restore('acme', id, 3);
  expect((await datasets.read('acme', id))[0].values.at(-1)).toBe(102);

  // Version 4 expires while it is read.
  const expire = async () => {
    await sql`UPDATE series_chunks SET point_count = ${points} WHERE dataset_id = ${id} AND to_version = 4`.execute(
      db,
    );
    await change(104);
    return [];
  };
  await expect(readOfVersion(db, { tenant: 'acme', id, version: 4 }, expire)).rejects.toMatchObject({
    code: 'version_expired',
  });
});

test('a download ends before the next part once its version has expired, unless a job needs the version', async () => {
  const { datasets, models } = used.store;
  const { datasetVersionsKept } = retention;
  onTestFinished(() => void Object.assign(retention, { datasetVersionsKept }));
  Object.assign(retention, { datasetVersionsKept: 2 });
  const others = Array.from({ length: 1_200 }, (_, i) => sampleSeries(`s${i}`, 1)); // more than two parts have
  const { id } = await datasets.create('acme', sampleDataset([sampleSeries('a', 30), ...others]));
  /** The second part of a download whose version expires after the first. */
  const secondPart = async (values: number[]) => {
    const parts = datasets.readParts('acme', id)[Symbol.asyncIterator]();
    await parts.next();
    for (const value of values) await replaceLast(id, value);
    return parts.next().finally(() => parts.return?.());
  };
  await expect(secondPart([101, 102])).rejects.toMatchObject({ code: 'version_expired' });
  const dataset = { id, version: 3 };
  await models.create('acme', { name: 'm', tags: [], dataset, spec: sampleSpec, requestId: null });
  expect(await secondPart([103, 104])).toMatchObject({ done: false });
});

test('the version of a job that has failed or was cancelled stays for a week, and a later retry without it is refused', async () => {
  const { datasets, models, fleets, jobs } = used.store;
  const db = openDatabase(used.url, { poolMax: 1 });
  const { datasetVersionsKept, retryDays } = retention;
  onTestFinished(async () => {
    Object.assign(retention, { datasetVersionsKept });
    await db.destroy();
  });
  Object.assign(retention, { datasetVersionsKept: 2 });
  const dataset = await datasets.create('acme', sampleDataset([sampleSeries('a', 30)]));
  const { id } = dataset;
  const training = async (version: number) => {
    const asked = { name: 'm', tags: [], dataset: { id, version }, spec: sampleSpec, requestId: null };
    return (await models.create('acme', asked)).job.id;
  };
  const { fleet, due } = await fleets.create('acme', {
    ...{ datasetId: id, requestId: null, name: 'f', tags: [], per: 'series', groupBy: null },
    ...{ settings: {} as never, spec: sampleSpec, pointsMin: 1, leavesShortOut: false },
  });
  const [alone, ofFleet] = [await training(1), due[0].job_id];
  const endedAgo = async (job: string, days: number) => {
    await jobs.cancel('acme', job);
    await sql`UPDATE jobs SET finished_at = now() - ${days} * interval '1 day' WHERE id = ${job}`.execute(db);
  };
  const first = async () => (await datasets.read('acme', id, { version: 1 }))[0].values.at(-1);
  const retries = [() => jobs.retry('acme', alone), () => fleets.retry('acme', fleet.id, null)];
  for (const value of [102, 103, 104]) await replaceLast(id, value); // version 1 is no longer kept

  for (const job of [alone, ofFleet]) await endedAgo(job, retryDays - 1);
  await replaceLast(id, 105);
  expect(await first()).toBe(29);
  for (const retry of retries) await retry();

  for (const job of [alone, ofFleet]) await endedAgo(job, retryDays + 2);
  for (const retry of retries)
    await expect(retry()).rejects.toMatchObject({
      code: 'job_not_retryable',
      message: expect.stringContaining(`reads version 1 of dataset ${id}, which is no longer kept`),
    });
  // Another job that reads the version keeps it.
  await endedAgo(ofFleet, retryDays - 1);
  await replaceLast(id, 106);
  expect((await jobs.retry('acme', alone)).status).toBe('queued');
  expect(await first()).toBe(29);

  for (const job of [alone, ofFleet]) await endedAgo(job, retryDays + 2);
  const newest = await replaceLast(id, 107);
  await expect(first()).rejects.toMatchObject({ code: 'version_expired' });
  const { rows } = await sql`SELECT FROM series_chunks WHERE dataset_id = ${id} AND from_version = 1`.execute(
    db,
  );
  expect(rows).toEqual([]);

  // A version that is still kept can be retried at any time, and stays again then.
  const later = await training(newest);
  await endedAgo(later, retryDays + 2);
  expect((await jobs.retry('acme', later)).status).toBe('queued');
  for (const value of [108, 109, 110]) await replaceLast(id, value);
  expect((await datasets.read('acme', id, { version: newest }))[0].values.at(-1)).toBe(107);
});
