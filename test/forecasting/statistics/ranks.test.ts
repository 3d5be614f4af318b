import fc from 'fast-check';
import { expect, test } from 'vitest';
import { empiricalQuantile } from '../../../src/forecasting/statistics/quantiles.ts';
import { empiricalQuantiles, lagQuantiles } from '../../../src/forecasting/statistics/ranks.ts';

const samples = fc
  .oneof(
    fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 400 }),
    fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 400 }), // many equal values
  )
  .map((sample) => sample.map((value) => value + 0)); // no −0, which a sort puts before 0

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

test('quantiles of changes are those of their sample', () => {
  const values = fc.array(fc.double({ min: 0.1, max: 100, noNaN: true }), { minLength: 3, maxLength: 200 });
  fc.assert(
    fc.property(values, fc.nat(60), (sample, nat) => {
      const series = Float64Array.from(sample);
      const lag = 1 + (nat % (series.length - 1));
      const p = Float64Array.of(0, 0.3, 0.5, 0.95);
      const changes = series.subarray(lag).map((value, i) => value - series[i]);
      const sizes = changes.map(Math.abs);
      expect(lagQuantiles(series, lag, 'size', p)).toEqual(empiricalQuantiles(sizes.slice(), p));
      const relative = sizes.map((size, i) => size / series[i]);
      expect(lagQuantiles(series, lag, 'relative_size', p)).toEqual(empiricalQuantiles(relative, p));
      expect(lagQuantiles(series, lag, 'difference', p)).toEqual(empiricalQuantiles(changes, p));
    }),
  );
});
