/** Which series of a panel are like a new one, by static attributes. */
import type { PanelSeries } from '../../contracts/ports/index.ts';
import { nearest } from '../../contracts/schemas/index.ts';

type Attributes = PanelSeries['static'];
type Attribute = Attributes[string];

/** Fewest similar series, and most of them. */
const similarMin = 8;
const similarMax = 60;
/** Weight of an attribute that says nothing of the level: it decides between series that are equal otherwise. */
const weightMin = 0.02;
/** An attribute is telling if it explains this share of the levels. Similar series then have the
 *  value of the new one. */
const tellingShareMin = 0.05;
/** Numbers that are less than a standard deviation apart count as the same value. */
const sameBelow = 0.5;
/** Where more values than this share of the series are distinct, each series has its own value. */
const ownShare = 0.5;

/** An attribute of a new series that no series of the panel has, or not with its value. */
export interface UnmatchedAttribute {
  name: string;
  /** Null if no series has the attribute. */
  value: Attribute | null;
  /** The name or the value that is spelt most alike; null if none is. */
  near: Attribute | null;
}

export interface Similar {
  /** Places in the panel. */
  places: number[];
  /** Telling attributes of which all these series have the value of the new one, the most telling first. */
  attributes: string[];
}

/** Weighs each attribute by the share of the variance of the levels that it explains, and takes the nearest series.
 *  They have the new one's value of each telling attribute that enough others have.
 *  @param levels logarithms of the sizes of the panel's series, or the sizes themselves [panel]
 *  @param sharingMin fewest series that are enough without all others */
export function similarSeries(
  panel: readonly PanelSeries[],
  levels: Float64Array,
  attributes: Attributes,
  sharingMin: number,
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
  const telling = weights.filter(({ share }) => share >= tellingShareMin);
  let candidates = [...panel.keys()];
  for (const { name, spread } of telling) {
    const sharing = candidates.filter((place) => hasValue(panel[place], name, attributes[name], spread));
    if (sharing.length >= sharingMin) candidates = sharing;
  }
  const ordered = candidates.sort((a, b) => distances[a] - distances[b]);
  // All that are as near as the last of the fewest.
  const limit = distances[ordered[Math.min(similarMin, ordered.length) - 1]];
  const near = ordered.filter((place) => distances[place] <= limit + 1e-9);
  const places =
    near.length <= similarMax
      ? near
      : Array.from({ length: similarMax }, (_, i) => near[Math.floor((i * near.length) / similarMax)]);
  const shared = telling.filter(({ name, spread }) =>
    places.every((place) => hasValue(panel[place], name, attributes[name], spread)),
  );
  return { places, attributes: shared.map(({ name }) => name) };
}

/** Attributes of a new series that say nothing, because the panel lacks them or their values. */
export function unmatchedAttributes(
  panel: readonly PanelSeries[],
  attributes: Attributes,
): UnmatchedAttribute[] {
  return Object.entries(attributes).flatMap(([name, value]): UnmatchedAttribute[] => {
    const values = panel.flatMap((one) => attributeOf(one, name) ?? []);
    if (values.length === 0) {
      const names = new Set(panel.flatMap((one) => Object.keys(one.static)));
      return [{ name, value: null, near: similarText(name, [...names]) }];
    }
    const known = [...new Set(values)];
    // An attribute such as a product number differs between all series.
    const isOwn = known.length > ownShare * values.length;
    const spread = spreadOf(panel, name);
    if (isOwn || known.some((one) => difference(value, one, spread) < 1)) return [];
    // The digits of two numbers do not say whether one was meant for the other.
    const spelt = known.filter((one) => typeof one !== 'number' || typeof value !== 'number');
    const near = similarText(String(value), spelt.map(String));
    return [{ name, value, near: spelt.find((one) => String(one) === near) ?? null }];
  });
}

/** The text that differs only in case, or that is spelt most alike; null if there is none. */
function similarText(text: string, known: readonly string[]): string | null {
  const folded = text.toLowerCase();
  return known.find((one) => one.toLowerCase() === folded) ?? nearest(text, known);
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
function attributeOf(one: PanelSeries, name: string): Attribute | undefined {
  return Object.hasOwn(one.static, name) ? one.static[name] : undefined;
}

function hasValue(one: PanelSeries, name: string, value: Attribute, spread: number): boolean {
  return difference(value, attributeOf(one, name), spread) < sameBelow;
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
function difference(a: Attribute, b: Attribute | undefined, spread: number): number {
  if (typeof a === 'number' && typeof b === 'number')
    return spread === 0 ? Number(a !== b) : Math.min(1, Math.abs(a - b) / (2 * spread));
  return a === b ? 0 : 1;
}
