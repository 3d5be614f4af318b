/** Fewer places at a constant distance are chance. */
const chainMin = 3;
/** Distances that are tried, the most frequent ones. */
const distancesMax = 4;

/** Places that recur: each belongs to three at a constant distance. Empty unless at least half of all places recur at one
 *  distance.
 *  @param places steps of a series, in any order */
export function recurring(places: ReadonlySet<number>): number[] {
  const found = frequentDistances(places)
    .map((distance) => [...places].filter((at) => isInChain(places, at, distance)))
    .reduce((most, chained) => (chained.length > most.length ? chained : most), []);
  return 2 * found.length >= places.size ? found : [];
}

/** Distances between the beginnings of runs of neighbours. Two places of a period, such as the jobs of morning and evening,
 *  come back at the sum of two distances. */
function frequentDistances(places: ReadonlySet<number>): number[] {
  const starts = [...places].filter((at) => !places.has(at - 1)).sort((a, b) => a - b);
  const counts = new Map<number, number>();
  for (const [i, start] of starts.entries())
    for (const next of starts.slice(i + 1, i + chainMin))
      counts.set(next - start, (counts.get(next - start) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, distancesMax)
    .map(([distance]) => distance);
}

function isInChain(places: ReadonlySet<number>, at: number, distance: number): boolean {
  let length = 1;
  for (let before = at - distance; places.has(before); before -= distance)
    if (++length === chainMin) return true;
  for (let after = at + distance; places.has(after); after += distance)
    if (++length === chainMin) return true;
  return false;
}
