import { expect, test } from 'vitest';
import { limits } from '../../src/contracts/schemas/index.ts';
import { chosen } from '../../src/services/panel.ts';
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

test('a call with many new series lets others have their turn', async () => {
  const all = Array.from({ length: 20_000 }, (_, i) => ({ id: `s${i}`, static: static64(i) }));
  const few = Array.from({ length: 1_000 }, (_, i) => ({ static: static64(i + 3) }));
  const turnsUntilNow = countLoopTurns();
  expect(await chosen(all, few)).toHaveLength(panelSeriesMax);
  const turns = turnsUntilNow();
  expect(turns).toBeGreaterThan(100);
});
