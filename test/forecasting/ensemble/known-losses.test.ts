import { expect, test } from 'vitest';
import { knownBytesMax, knownLosses } from '../../../src/forecasting/ensemble/known-losses.ts';
import type { ComparedWindow } from '../../../src/forecasting/ensemble/window-losses.ts';

test('losses are kept as long as there is room, the first ones for good', () => {
  const windows = Array.from({ length: 6_000 }, (_, origin): ComparedWindow => {
    const ofWindow = { quantiles: [new Float64Array(1)], zeroShares: null, actual: new Float64Array(1) };
    return { ...ofWindow, unit: 1, origin, asleep: [], block: '' };
  });
  const known = knownLosses(windows);
  const places = known.placesOf(windows);
  const losses = new Float64Array(3 * windows.length).fill(7);
  const read = new Float64Array(losses.length);
  const selections = Array.from({ length: 800 }, (_, n) => [`a${n}`, 'b']);
  for (const selected of selections) known.after(selected, 'c').write(places, losses);
  const kept = selections.map((selected) => known.after(selected, 'c').read(places, read));
  const count = kept.indexOf(false);
  expect(count).toBeGreaterThan(300);
  expect(count * losses.byteLength).toBeLessThan(knownBytesMax);
  expect(kept).toEqual(selections.map((_, n) => n < count));
  expect(read).toEqual(losses);
});
