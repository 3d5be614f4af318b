import { expect, test } from 'vitest';
import type { Dataset, SeriesSummary } from '../../src/contracts/schemas/index.ts';
import { PanelCandidates } from '../../src/services/served/panel-candidates.ts';

/** Two pages of series, each with a short one; counts the pages that are read. */
function source() {
  const pages: unknown[] = [];
  const listSeries = async (tenant: string, id: string, query: { cursor?: string; version?: number }) => {
    pages.push(query);
    const page = query.cursor === undefined ? 1 : 2;
    const one = (name: string, point_count: number): SeriesSummary => ({
      ...{ id: `${name}${page}`, start: '2020-01-01', end: '2020-01-09', point_count, missing_count: 2 },
      static: { of: `${tenant} ${id} ${query.version}` },
    });
    return { data: [one('long', 6), one('short', 5)], next_cursor: page === 1 ? 'next' : null };
  };
  return { pages, listSeries };
}
const dataset = (version: number, id = 'ds') => ({ id, version }) as Dataset;

test('the series of a version with more than a few observations are read once, also by calls at once', async () => {
  const store = source();
  const candidates = new PanelCandidates(store);
  const [first, second] = await Promise.all([candidates.of('t', dataset(1)), candidates.of('t', dataset(1))]);
  expect(first).toEqual(['long1', 'long2'].map((id) => ({ id, static: { of: 't ds 1' } })));
  expect(second).toBe(first);
  expect(await candidates.of('t', dataset(1))).toBe(first);
  expect(store.pages).toHaveLength(2);
});

test('another tenant, dataset or version is read anew', async () => {
  const candidates = new PanelCandidates(source());
  await candidates.of('t', dataset(1));
  const found = [
    await candidates.of('t', dataset(2)),
    await candidates.of('u', dataset(1)),
    await candidates.of('t', dataset(1, 'other')),
  ];
  expect(found.map(([{ static: attributes }]) => attributes.of)).toEqual(['t ds 2', 'u ds 1', 't other 1']);
});

test('what was forgotten is read anew, and what is read meanwhile is not kept', async () => {
  const store = source();
  const candidates = new PanelCandidates(store);
  const reading = candidates.of('t', dataset(1));
  candidates.clear();
  await reading;
  expect(candidates.bytes).toBe(0);
  await candidates.of('t', dataset(1));
  candidates.clear();
  expect(candidates.bytes).toBe(0);
  await candidates.of('t', dataset(1));
  expect(store.pages).toHaveLength(6);
});

test('the least recently used lists are dropped first, and a list over the bound is not kept', async () => {
  const one = new PanelCandidates(source());
  await one.of('t', dataset(1));
  const store = source();
  const candidates = new PanelCandidates(store, { bytesMax: 2 * one.bytes });
  for (const version of [1, 2, 1, 3]) await candidates.of('t', dataset(version));
  expect(candidates.bytes).toBe(2 * one.bytes);
  expect(store.pages).toHaveLength(6);
  await candidates.of('t', dataset(1));
  expect(store.pages).toHaveLength(6);
  await candidates.of('t', dataset(2));
  expect(store.pages).toHaveLength(8);
  const small = new PanelCandidates(source(), { bytesMax: one.bytes - 1 });
  await small.of('t', dataset(1));
  expect(small.bytes).toBe(0);
});
