import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { ModelChanged, type PackedForecast, type ServedVersion } from '../../src/contracts/ports/index.ts';
import { inCall } from '../../src/sharing/index.ts';
import { openDatabase } from '../../src/store/index.ts';
import { packedText } from '../../src/stored-text.ts';
import { waitingSessions } from '../support/postgres.ts';
import { storedForecast } from '../support/stored-forecast.ts';
import {
  sampleForecast,
  sampleInstantForecast,
  saveForecast,
  saveInstantForecast,
  useStore,
} from './samples.ts';

const used = useStore();

test('forecasts of another tenant do not exist', async () => {
  const { store } = used;
  const saved = await saveForecast(store, 'one', await sampleForecast(used.store, 'one'));
  await expect(storedForecast(store.forecasts, 'two', saved.id)).rejects.toMatchObject({
    code: 'forecast_not_found',
  });
  await expect(store.forecasts.delete('two', saved.id)).rejects.toMatchObject({ code: 'forecast_not_found' });
  expect((await store.forecasts.list('two', { limit: 5 })).data).toEqual([]);
  expect(await storedForecast(store.forecasts, 'one', saved.id)).toEqual(saved);
});

test('a forecast of a model that was deleted in the meantime fails with model_not_found', async () => {
  const { store } = used;
  const sample = await sampleForecast(used.store, 'late');
  const { job_id } = await store.models.get('late', sample.model_id);
  await store.jobs.cancel('late', job_id!);
  await store.models.delete('late', sample.model_id);
  await expect(saveForecast(store, 'late', sample)).rejects.toMatchObject({ code: 'model_not_found' });
});

test('a large forecast counts as memory of the call before it is read', async () => {
  const { store } = used;
  const long = Array.from({ length: 30_000 }, (_, i) => (i * 48_271) % 65_521);
  const [one] = sampleInstantForecast.forecasts;
  const large = { ...sampleInstantForecast, forecasts: [{ ...one, median: long }] };
  const { id } = await saveInstantForecast(store, 'large', large);
  const bytes = (await store.forecasts.packed('large', id!)).byteLength;
  for (const [copies, read] of [
    [2, () => store.forecasts.packed('large', id!)],
    [6, () => store.forecasts.get('large', id!)],
  ] as const) {
    const counted: number[] = [];
    const memory = { expect: (more: number) => void counted.push(more) };
    await inCall<unknown>({ tenant: 'large', signal: null, memory }, read);
    expect(counted).toEqual([copies * bytes]);
  }
});

test('an instant forecast has no model: it is read as it was saved, by its tenant alone', async () => {
  const { store } = used;
  const saved = await saveInstantForecast(store, 'alone', sampleInstantForecast);
  expect(saved).toMatchObject(sampleInstantForecast);
  expect(await storedForecast(store.forecasts, 'alone', saved.id!)).toEqual(saved);
  await expect(storedForecast(store.forecasts, 'two', saved.id!)).rejects.toMatchObject({
    code: 'forecast_not_found',
  });
  await store.forecasts.delete('alone', saved.id!);
  expect((await store.forecasts.list('alone', { limit: 5 })).data).toEqual([]);
});

test('packed forecasts that arrive together are stored each by itself, and one whose model was deleted fails alone', async () => {
  const { store } = used;
  const kept = await sampleForecast(store, 'grouped');
  const gone = await sampleForecast(store, 'grouped');
  const { job_id } = await store.models.get('grouped', gone.model_id);
  await store.jobs.cancel('grouped', job_id!);
  await store.models.delete('grouped', gone.model_id);
  const packed = ({ forecasts, errors, ...head }: typeof kept, n: number): PackedForecast => {
    const members = [
      '{"forecasts":',
      JSON.stringify(forecasts),
      `,"errors":[],"warnings":[{"message":"${n}"}]}`,
    ];
    const bytes = Buffer.concat(members.map((text) => packedText(text)));
    return { ...head, series_count: forecasts.length, packed: bytes };
  };
  const count = 80;
  const saved = await Promise.allSettled(
    Array.from({ length: count }, (_, n) =>
      store.forecasts.savePacked('grouped', packed(n === 40 ? gone : kept, n), (stored) => ({
        ...stored,
        n,
      })),
    ),
  );
  const rows = saved.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(rows.map(({ n }) => n)).toEqual([...Array(count).keys()].filter((n) => n !== 40));
  expect(saved[40]).toMatchObject({ reason: { code: 'model_not_found' } });
  for (const { id, n, created_at } of rows) {
    const read = await storedForecast(store.forecasts, 'grouped', id);
    expect(read).toMatchObject({ forecasts: kept.forecasts, created_at, warnings: [{ message: String(n) }] });
  }
});

test('a deletion that holds a model holds up no forecasts of others, and they are stored beside it', async () => {
  const { store } = used;
  const held = await sampleForecast(store, 'deleting');
  const others = [await sampleForecast(store, 'deleting'), await sampleForecast(store, 'neighbour')];
  const session = new pg.Client(used.url);
  await session.connect();
  onTestFinished(() => session.end());
  for (const row of ['models WHERE id', 'datasets WHERE id']) {
    await session.query('BEGIN');
    await session.query(`SELECT FROM ${row} = ANY($1) FOR UPDATE`, [[held.model_id, held.dataset_id]]);
    const waiting = [held, held].map((one) => saveForecast(store, 'deleting', one));
    const beside = [others[0], others[1], others[0]].map((one, i) =>
      saveForecast(store, i === 1 ? 'neighbour' : 'deleting', one),
    );
    expect((await Promise.all(beside)).map(({ model_id }) => model_id)).toEqual(
      [others[0], others[1], others[0]].map(({ model_id }) => model_id),
    );
    await expect.poll(() => waitingSessions(session)).toBe(1);
    await session.query('COMMIT');
    for (const { id, model_id } of await Promise.all(waiting)) {
      expect(model_id).toBe(held.model_id);
      expect(await storedForecast(store.forecasts, 'deleting', id)).toMatchObject({ model_id });
    }
  }
});

test('a packed forecast that requires a version is stored with that version only, and others beside it are stored', async () => {
  const { store } = used;
  const sample = await sampleForecast(store, 'required');
  const { forecasts, errors: _, ...head } = sample;
  const packed: PackedForecast = { ...head, series_count: forecasts.length, packed: gzipSync('{}') };
  const versionOf = async (reference: string) => {
    const [version] = await store.served.versions([{ tenant: 'required', reference }]);
    return { tenant: 'required', reference, version: version! };
  };
  const save = (required: ServedVersion | null) =>
    store.forecasts.savePacked('required', packed, ({ id }) => id, null, required);
  const storedIds = async () =>
    (await store.forecasts.list('required', { limit: 100 })).data.map(({ id }) => id).sort();

  const present = await versionOf(sample.model_id);
  const outdated = { ...present, version: `${present.version}0` };
  const foreign = { ...present, tenant: 'other', reference: 'unknown-alias' };
  const all = [present, outdated, null, foreign, present];
  const saved = await Promise.allSettled(all.map(save));
  expect(saved.map(({ status }) => status)).toEqual(
    all.map((one) => (one === outdated || one === foreign ? 'rejected' : 'fulfilled')),
  );
  for (const one of [saved[1], saved[3]])
    expect((one as PromiseRejectedResult).reason).toBeInstanceOf(ModelChanged);
  const ids = saved.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(await storedIds()).toEqual(ids.sort());

  await store.aliases.put('required', 'live', sample.model_id);
  const byAlias = await versionOf('live');
  await expect(save(byAlias)).resolves.toMatch(/^fc_/);
  await store.aliases.delete('required', 'live');
  await expect(save(byAlias)).rejects.toBeInstanceOf(ModelChanged);
  expect(await storedIds()).toHaveLength(ids.length + 1);
});

test('new forecasts are vacuumed by their number, also in a large table', async () => {
  const db = openDatabase(used.url, { poolMax: 1 });
  const { rows } = await sql<{ reloptions: string[] }>`
    SELECT reloptions FROM pg_class WHERE oid = 'forecasts'::regclass`.execute(db);
  await db.destroy();
  expect(rows[0].reloptions).toEqual(
    expect.arrayContaining([
      'autovacuum_vacuum_insert_scale_factor=0',
      'autovacuum_vacuum_insert_threshold=10000',
    ]),
  );
});
