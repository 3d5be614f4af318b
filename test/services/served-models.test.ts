import { expect, test } from 'vitest';
import {
  ModelChanged,
  type ServedModelRef,
  type ServedModelStore,
  type ServedVersion,
} from '../../src/contracts/ports/index.ts';
import type { Dataset, Model } from '../../src/contracts/schemas/index.ts';
import { AppError } from '../../src/errors.ts';
import { createServedModels } from '../../src/services/served/served-models.ts';
import { inCall } from '../../src/sharing/index.ts';

/** Models whose version is what a test sets. */
function source() {
  const present = new Map<string, string>();
  const found: string[] = [];
  const asked: ServedModelRef[][] = [];
  const store: ServedModelStore = {
    async find(_tenant, reference) {
      found.push(reference);
      const version = present.get(reference);
      if (version === undefined) throw new AppError('model_not_found');
      return { model: { id: version } as Model, dataset: {} as Dataset, seriesIds: null, version };
    },
    async versions(refs) {
      asked.push([...refs]);
      await new Promise((resolve) => setImmediate(resolve));
      return refs.map(({ reference }) => present.get(reference) ?? null);
    },
  };
  return { present, found, asked, store };
}
/** Lets the queries that have begun end. */
async function inTurns(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}
const idOf = async ({ model }: { model: Model }) => model.id;

test('a model is read once while its version stays, and again when it changes', async () => {
  const { present, found, store } = source();
  const served = createServedModels(store);
  present.set('m', '1');
  expect([await served.use('t', 'm', idOf), await served.use('t', 'm', idOf)]).toEqual(['1', '1']);
  expect(found).toHaveLength(1);
  present.set('m', '2');
  expect(await served.use('t', 'm', idOf)).toBe('2');
  present.delete('m');
  await expect(served.use('t', 'm', idOf)).rejects.toMatchObject({ code: 'model_not_found' });
});

test('an error of work with an outdated model is not reported', async () => {
  const { present, store } = source();
  const served = createServedModels(store);
  const work = async ({ model }: { model: Model }) => {
    if (model.id === '1') throw new Error('refused by version 1');
    return model.id;
  };
  present.set('m', '1');
  await expect(served.use('t', 'm', work)).rejects.toThrow('refused by version 1');
  await expect(served.use('t', 'm', work)).rejects.toThrow('refused by version 1');
  present.set('m', '2');
  expect(await served.use('t', 'm', work)).toBe('2');
});

test('calls that wait at the same time share a query, which begins after them', async () => {
  const { present, asked, store } = source();
  const served = createServedModels(store);
  for (const name of ['m', 'n']) present.set(name, '1');
  for (const name of ['m', 'n']) await served.use('t', name, idOf);
  const first = served.use('t', 'm', idOf);
  const others = ['m', 'n', 'm', 'n', 'm'].map((name) => served.use('t', name, idOf));
  await Promise.all([first, ...others]);
  expect(asked.map((refs) => refs.length)).toEqual([1, 2]);
});

test('of several calls in work, the first that ends reads the version for all that have arrived', async () => {
  const { present, asked, store } = source();
  const served = createServedModels(store);
  present.set('m', '1');
  await served.use('t', 'm', idOf);
  const works = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const calls = works.map(({ promise }) => served.use('t', 'm', ({ model }) => promise.then(() => model.id)));
  await inTurns();
  expect(asked).toHaveLength(1); // that of the first call, which was alone
  works[2].resolve();
  expect(await calls[2]).toBe('1');
  expect(asked).toHaveLength(2);
  for (const { resolve } of works) resolve();
  expect(await Promise.all(calls)).toEqual(['1', '1', '1', '1']);
  expect(asked).toHaveLength(2);
  await served.use('t', 'm', idOf);
  expect(asked).toHaveLength(3);
});

test('a call that others have left alone reads the version before its work ends', async () => {
  const { present, asked, store } = source();
  const served = createServedModels(store);
  present.set('m', '1');
  await served.use('t', 'm', idOf);
  const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const calls = [first, second].map(({ promise }) => served.use('t', 'm', () => promise));
  await inTurns();
  first.resolve('first');
  expect(await calls[0]).toBe('first');
  await inTurns();
  expect(asked).toHaveLength(2);
  second.resolve('second');
  expect(await calls[1]).toBe('second');
});

/** Estimated bytes of a model of `source`, at most. */
const modelBytes = 150;

test('the bytes of the models stay within the bound, and tenants share none', async () => {
  const { present, found, store } = source();
  const served = createServedModels(store, { bytesMax: 2.5 * modelBytes });
  for (const name of ['a', 'b', 'c']) present.set(name, '1');
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await served.use('t', name, idOf);
  expect(found).toEqual(['a', 'b', 'c', 'b']);
  await served.use('u', 'b', idOf);
  expect(found).toHaveLength(5);
});

test('the ids of the series of a model count', async () => {
  const { present, found, store } = source();
  const seriesIds = Array.from({ length: 100 }, (_, i) => `series ${i}`);
  const find = async (tenant: string, reference: string) => {
    const read = await store.find(tenant, reference);
    return reference === 'fleet' ? { ...read, seriesIds } : read;
  };
  const served = createServedModels({ ...store, find }, { bytesMax: 10 * modelBytes });
  for (const name of ['a', 'fleet']) present.set(name, '1');
  for (const name of ['fleet', 'a', 'fleet', 'a']) await served.use('t', name, idOf);
  expect(found).toEqual(['fleet', 'a', 'fleet']);
});

test('a model that is kept for one tenant does not serve a call of another, whatever the call names', async () => {
  const { present, asked, store } = source();
  const served = createServedModels(store);
  present.set('m', '1');
  expect(await served.use('globex', 'm', idOf)).toBe('1');
  present.delete('m'); // as the policies of the database answer `find` in the call
  const asGlobex = () => served.use('globex', 'm', idOf);
  const call = inCall({ tenant: 'acme', signal: null }, asGlobex);
  await expect(call).rejects.toMatchObject({ code: 'model_not_found' });
  expect(asked).toEqual([]);
});

/** An end that notes what it is to require. */
function ending() {
  const runs: (ServedVersion | null)[] = [];
  const endOf =
    (requiresVersion: boolean, run: (required: ServedVersion | null) => void = () => {}) =>
    async ({ model: { id } }: { model: Model }) => ({
      requiresVersion,
      async run(required: ServedVersion | null) {
        runs.push(required);
        run(required);
        return id;
      },
    });
  return { runs, endOf };
}

test('an end that requires the version by itself is told it, and nothing asks for it before', async () => {
  const { present, asked, store } = source();
  const served = createServedModels(store);
  const { runs, endOf } = ending();
  present.set('m', '1');
  for (let n = 0; n < 2; n++) expect(await served.useAndEnd('t', 'm', endOf(true))).toBe('1');
  expect(runs).toEqual([null, { tenant: 't', reference: 'm', version: '1' }]);
  expect(asked).toEqual([]);
  expect(await served.useAndEnd('t', 'm', endOf(false))).toBe('1');
  expect(runs[2]).toBeNull();
  expect(asked).toHaveLength(1);
});

test('an end that finds another version is run again with the model as it is now', async () => {
  const { present, found, store } = source();
  const served = createServedModels(store);
  const { runs, endOf } = ending();
  present.set('m', '1');
  await served.useAndEnd('t', 'm', endOf(true));
  present.set('m', '2');
  const changed = (required: ServedVersion | null) => {
    if (required !== null && required.version !== present.get('m')) throw new ModelChanged();
  };
  expect(await served.useAndEnd('t', 'm', endOf(true, changed))).toBe('2');
  expect(runs.map((required) => required?.version ?? null)).toEqual([null, '1', null]);
  expect(found).toHaveLength(2);
  present.set('m', '3');
  expect(await served.useAndEnd('t', 'm', endOf(false, changed))).toBe('3');
  expect(runs).toHaveLength(4); // the end of the outdated work is not run
});

test('an error of an end is reported, and one of outdated work is not', async () => {
  const { present, store } = source();
  const served = createServedModels(store);
  const { runs, endOf } = ending();
  present.set('m', '1');
  await served.use('t', 'm', idOf);
  const fails = endOf(true, () => {
    throw new Error('the disk is full');
  });
  await expect(served.useAndEnd('t', 'm', fails)).rejects.toThrow('the disk is full');
  expect(runs).toHaveLength(1);
  const work = async (read: { model: Model }) => {
    if (read.model.id === '1') throw new Error('refused by version 1');
    return endOf(true)(read);
  };
  await expect(served.useAndEnd('t', 'm', work)).rejects.toThrow('refused by version 1');
  present.set('m', '2');
  expect(await served.useAndEnd('t', 'm', work)).toBe('2');
});

test('an end of another tenant than that of the call is not run', async () => {
  const { present, store } = source();
  const served = createServedModels(store);
  const { runs, endOf } = ending();
  present.set('m', '1');
  await served.useAndEnd('globex', 'm', endOf(true));
  present.delete('m'); // as the policies of the database answer `find` in the call
  const call = inCall({ tenant: 'acme', signal: null }, () => served.useAndEnd('globex', 'm', endOf(true)));
  await expect(call).rejects.toMatchObject({ code: 'model_not_found' });
  expect(runs).toHaveLength(1);
});
