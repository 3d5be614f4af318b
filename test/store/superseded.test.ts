import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { retention } from '../../src/contracts/ports/index.ts';
import { readOfVersion } from '../../src/store/datasets/versions.ts';
import { openDatabase } from '../../src/store/index.ts';
import { dayMs, sampleDataset, sampleSeries, useStore } from './samples.ts';

const used = useStore();

test('versions expire when the superseded observations take more than their bound', async () => {
  const { datasets } = used.store;
  const { id } = await datasets.create('acme', sampleDataset([sampleSeries('a', 30)]));
  const change = async (value: number) => {
    const values = Float64Array.of(value);
    const times = Float64Array.of(Date.UTC(2020, 0, 1) + 29 * dayMs);
    const series = [{ id: 'a', static: {}, times, values, covariates: {} }];
    const options = { missingReplaces: true, allowsNewSeries: false, isDryRun: false };
    return (await datasets.addObservations('acme', id, series, options)).version;
  };
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
