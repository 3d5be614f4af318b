/** Which series of a panel are like a new one, by static attributes. */
import type { PanelSeries } from '../../contracts/ports/index.ts';

type Attributes = PanelSeries['static'];

/** Fewest similar series, and most of them. */
const similarMin = 8;
const similarMax = 60;
/** Weight of an attribute that says nothing of the level: it decides between series that are equal otherwise. */
const weightMin = 0.02;
/** An attribute that the new series has in common with similar series is named if it explains this share of the levels. */
const namedShareMin = 0.05;

export interface Similar {
  /** Places in the panel. */
  places: number[];
  /** Attributes by which they were found, the most telling first. */
  attributes: string[];
}

/** Weighs each attribute by the share of the variance of the levels that it explains, and takes the nearest series.
 *  @param levels logarithms of the sizes of the panel's series, or the sizes themselves [panel] */
export function similarSeries(
  panel: readonly PanelSeries[],
  levels: Float64Array,
  attributes: Attributes,
): Similar {
  const weights = Object.keys(attributes)
    .filter((name) => panel.some((one) => Object.hasOwn(one.static, name)))
    .map((name) => ({ name, share: explainedShare(panel, levels, name), spread: spreadOf(panel, name) }))
    .sort((a, b) => b.share - a.share);
  const distances = panel.map((one) =>
    weights.reduce(
      (sum, { name, share, spread }) =>
        sum + Math.max(weightMin, share) * difference(attributes[name], attributeOf(one, name), spread),
      0,
    ),
  );
  const ordered = [...panel.keys()].sort((a, b) => distances[a] - distances[b]);
  // All that are as near as the last of the fewest.
  const limit = distances[ordered[Math.min(similarMin, ordered.length) - 1]];
  const near = ordered.filter((place) => distances[place] <= limit + 1e-9);
  const places =
    near.length <= similarMax
      ? near
      : Array.from({ length: similarMax }, (_, i) => near[Math.floor((i * near.length) / similarMax)]);
  const named = weights.filter(({ share }) => share >= namedShareMin).map(({ name }) => name);
  return { places, attributes: named };
}

/** Share of the variance of the levels that an attribute explains, less what chance explains; 0 … 1. */
function explainedShare(panel: readonly PanelSeries[], levels: Float64Array, name: string): number {
  const groups = new Map<string, { count: number; sum: number }>();
  const numbers: { x: number; y: number }[] = [];
  let count = 0;
  let sum = 0;
  for (const [i, one] of panel.entries()) {
    const value = attributeOf(one, name) ?? null;
    if (typeof value === 'number') numbers.push({ x: value, y: levels[i] });
    const group = groups.get(String(value)) ?? { count: 0, sum: 0 };
    group.count++;
    group.sum += levels[i];
    groups.set(String(value), group);
    count++;
    sum += levels[i];
  }
  if (numbers.length === count) return adjusted(squaredCorrelation(numbers), 1, count);
  const mean = sum / count;
  const total = levels.reduce((squares, level) => squares + (level - mean) ** 2, 0);
  let between = 0;
  for (const group of groups.values()) between += group.count * (group.sum / group.count - mean) ** 2;
  return total === 0 ? 0 : adjusted(between / total, groups.size - 1, count);
}

/** R² less what as many parameters explain by chance. */
function adjusted(share: number, parameters: number, count: number): number {
  const free = count - 1 - parameters;
  return free <= 0 ? 0 : Math.max(0, 1 - ((1 - share) * (count - 1)) / free);
}

function squaredCorrelation(pairs: readonly { x: number; y: number }[]): number {
  const mean = (of: (pair: { x: number; y: number }) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const [x0, y0] = [mean(({ x }) => x), mean(({ y }) => y)];
  const [xx, xy, yy] = [
    mean(({ x }) => (x - x0) ** 2),
    mean(({ x, y }) => (x - x0) * (y - y0)),
    mean(({ y }) => (y - y0) ** 2),
  ];
  return xx === 0 || yy === 0 ? 0 : (xy * xy) / (xx * yy);
}

/** Every object has a `constructor`, so only own attributes are read. */
function attributeOf(one: PanelSeries, name: string): Attributes[string] | undefined {
  return Object.hasOwn(one.static, name) ? one.static[name] : undefined;
}

/** Standard deviation of an attribute that is a number; 0 of others. */
function spreadOf(panel: readonly PanelSeries[], name: string): number {
  const numbers = panel.flatMap((one) => {
    const value = attributeOf(one, name);
    return typeof value === 'number' ? [value] : [];
  });
  if (numbers.length === 0) return 0;
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  return Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length);
}

/** 0: the same value; 1: another one, or a number two standard deviations away. */
function difference(a: Attributes[string], b: Attributes[string] | undefined, spread: number): number {
  if (typeof a === 'number' && typeof b === 'number')
    return spread === 0 ? Number(a !== b) : Math.min(1, Math.abs(a - b) / (2 * spread));
  return a === b ? 0 : 1;
}
