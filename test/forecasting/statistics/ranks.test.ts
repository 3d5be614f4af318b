import fc from 'fast-check';
import { expect, test } from 'vitest';
import { empiricalQuantile } from '../../../src/forecasting/statistics/quantiles.ts';
import { empiricalQuantiles, placeRanks } from '../../../src/forecasting/statistics/ranks.ts';

const samples = fc
  .oneof(
    fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 400 }),
    fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 400 }), // many equal values
  )
  .map((sample) => sample.map((value) => value + 0)); // no −0, which a sort puts before 0

test('each rank holds the value of a complete sort, and no value is lost', () => {
  fc.assert(
    fc.property(samples, fc.array(fc.nat(399)), (sample, all) => {
      const ranks = all.filter((rank) => rank < sample.length).sort((a, b) => a - b);
      const sorted = Float64Array.from(sample).sort();
      const placed = Float64Array.from(sample);
      placeRanks(placed, ranks);
      for (const rank of ranks) expect(placed[rank]).toBe(sorted[rank]);
      expect(placed.sort()).toEqual(sorted);
    }),
  );
});

test('quantiles are those of the sorted sample', () => {
  fc.assert(
    fc.property(samples, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (sample, p) => {
      const finite = sample.filter(Number.isFinite);
      fc.pre(finite.length > 0);
      const sorted = Float64Array.from(finite).sort();
      const expected = p.map((one) => empiricalQuantile(sorted, one));
      expect([...empiricalQuantiles(Float64Array.from(finite), p)]).toEqual(expected);
    }),
  );
});
