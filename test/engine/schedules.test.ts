import { expect, test } from 'vitest';
import { oneCycle } from '../../src/engine/optimizers/schedules.ts';

test.each([1, 2, 3, 10, 1_000])('a training of %d steps reaches the whole learning rate', (steps) => {
  const rate = oneCycle({ maximum: 0.003, steps });
  const rates = Array.from({ length: steps }, (_, step) => rate(step));
  expect(Math.max(...rates)).toBeGreaterThan(0.0029);
  expect(Math.max(...rates)).toBeLessThanOrEqual(0.003);
  if (steps > 1) expect(rates.at(-1)).toBeLessThan(1e-7);
});
