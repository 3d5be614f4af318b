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

test('the least recently used lists are dropped first', async () => {
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
});

/** Series with `attributes`, in pages as large as are asked for. Each has strings of its own, as rows that are read. */
function wideSource(count: number, attributes: (i: number) => SeriesSummary['static']) {
  const pages: unknown[] = [];
  const listSeries = async (_: string, __: string, query: { cursor?: string; limit: number }) => {
    pages.push(query);
    const from = Number(query.cursor ?? 0);
    const until = Math.min(count, from + query.limit);
    const data = Array.from(
      { length: until - from },
      (_, i): SeriesSummary => ({
        ...{ id: `s${from + i}`, start: '2020-01-01', end: '2020-01-09', point_count: 9, missing_count: 0 },
        static: JSON.parse(JSON.stringify(attributes(from + i))),
      }),
    );
    return { data, next_cursor: until < count ? String(until) : null };
  };
  return { pages, listSeries };
}
const named = (count: number, value: (a: number) => string | number | boolean) =>
  Object.fromEntries(Array.from({ length: count }, (_, a) => [`attribute ${a}`, value(a)]));

test('twenty thousand series with 64 attributes, whose values repeat, are kept and read once', async () => {
  const store = wideSource(20_000, (i) => named(64, (a) => `value ${(7 * i + a) % 1_000} ${'x'.repeat(20)}`));
  const candidates = new PanelCandidates(store);
  const found = await candidates.of('t', dataset(1));
  expect(found).toHaveLength(20_000);
  expect(found[3].static['attribute 5']).toBe(`value 26 ${'x'.repeat(20)}`);
  const { length: pages } = store.pages;
  expect(await candidates.of('t', dataset(1))).toBe(found);
  expect(store.pages).toHaveLength(pages);
});

test('a list over the bound is thinned evenly, is the same for all calls and read once', async () => {
  const count = 1_000;
  const store = wideSource(count, (i) => ({
    ...named(5, (a) => `value ${i} ${a}`),
    n: i,
    even: i % 2 === 0,
  }));
  const whole = new PanelCandidates(store);
  await whole.of('t', dataset(1));
  const bytesMax = Math.round(whole.bytes / 4);
  const candidates = new PanelCandidates(store, { bytesMax });
  store.pages.length = 0;
  const [found, atOnce] = await Promise.all([candidates.of('t', dataset(1)), candidates.of('t', dataset(1))]);
  expect(atOnce).toBe(found);
  expect(await candidates.of('t', dataset(1))).toBe(found);
  expect(store.pages).toHaveLength(1);
  expect(candidates.bytes).toBeLessThanOrEqual(bytesMax);
  expect(candidates.bytes).toBeGreaterThan(bytesMax / 2);
  const places = found.map(({ id }) => Number(id.slice(1)));
  const steps = places.slice(1).map((place, i) => place - places[i]);
  expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(1);
  expect(places.at(-1)).toBeGreaterThan(count - 2 * Math.max(...steps));
  expect(found[1].static).toEqual({
    ...named(5, (a) => `value ${places[1]} ${a}`),
    ...{ n: places[1], even: places[1] % 2 === 0 },
  });
});
