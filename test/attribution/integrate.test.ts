import { expect, test } from 'vitest';
import { integrate, type Path } from '../../src/attribution/integrate.ts';

/** Two inputs x and y that go from 0 to 1 together, and a function of both with its derivatives. */
function pathOf(
  f: (x: number, y: number) => number,
  df: (x: number, y: number) => [number, number],
): Path<[number, number]> & { points: number } {
  const path = {
    points: 0,
    valuesAt: (share: number) => Float64Array.of(f(share, share)),
    along(shares: readonly number[], weights: readonly number[]): [number, number] {
      path.points += shares.length;
      const sums: [number, number] = [0, 0];
      for (const [i, share] of shares.entries())
        for (const [k, slope] of df(share, share).entries()) sums[k] += weights[i] * slope;
      return sums;
    },
    sumsOf: ([x, y]: [number, number]) => Float64Array.of(x + y),
  };
  return path;
}

function integrated(path: Path<[number, number]>, tolerance = 1e-6): [number, number] {
  const found: [number, number] = [0, 0];
  integrate(path, { tolerances: Float64Array.of(tolerance), pointsMax: 512 }, ([x, y]) => {
    found[0] += x;
    found[1] += y;
  });
  return found;
}

test('a polynomial is integrated exactly, with the points of one piece', () => {
  // ∫ ∂(x³y²)/∂x = ∫ 3t⁴ = 3/5, and ∫ 2t⁴ = 2/5.
  const path = pathOf(
    (x, y) => x ** 3 * y ** 2,
    (x, y) => [3 * x ** 2 * y ** 2, 2 * x ** 3 * y],
  );
  const [x, y] = integrated(path, 1e-12);
  expect([x, y]).toEqual([expect.closeTo(0.6, 12), expect.closeTo(0.4, 12)]);
  expect(path.points).toBe(16);
});

test('sudden changes get more points, and only they do', () => {
  const step = (z: number) => 1 / (1 + Math.exp(-z));
  const steep = 2_000;
  const path = pathOf(
    (x, y) => step(steep * (x - 0.3)) + y,
    (x) => [steep * step(steep * (x - 0.3)) * (1 - step(steep * (x - 0.3))), 1],
  );
  const [x, y] = integrated(path);
  expect(x).toBeCloseTo(1, 5);
  expect(y).toBeCloseTo(1, 9);
  expect(path.points).toBeLessThan(400);
});

test('a path that cannot be integrated is refused, or walked input by input', () => {
  // The gradient says nothing of the value: no number of points sums to it.
  const path = pathOf(
    (x, y) => (x > 0.4 ? 5 : 0) + y,
    () => [0, 1],
  );
  expect(() => integrated(path)).toThrow(/do not sum/);
  const wild: [number, number][] = [];
  const [x, y] = integrated({
    ...path,
    inputByInput(from, to) {
      wild.push([from, to]);
      return [from <= 0.4 && to > 0.4 ? 5 : 0, to - from];
    },
  });
  expect([x, y]).toEqual([5, expect.closeTo(1, 9)]);
  expect(wild).toHaveLength(1);
  expect(wild[0][1] - wild[0][0]).toBeLessThan(0.001);
});
