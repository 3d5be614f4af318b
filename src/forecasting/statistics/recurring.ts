/** Places in a row that belong to a chain; fewer are chance. */
const chainMin = 3;
/** Places in a row that show a pattern. */
const patternMin = 5;
/** Distances that are tried, the most frequent ones. */
const distancesMax = 4;
/** Distances of a year in weeks and in days. Holidays are no pattern that a shorter season could continue. */
const years: readonly number[] = [52, 53, 364, 365, 366];

/** Places that recur: each belongs to three at a constant distance, and five places in a row have that distance. Empty
 *  unless at least half of all places recur at one distance. Places of one phase in a row are left out: they are
 *  a time at another level.
 *  @param places steps of a series, in any order */
export function recurring(places: ReadonlySet<number>, season: number): number[] {
  const isAlone = (at: number) => season === 1 || !(places.has(at - season) || places.has(at + season));
  const sorted = [...places].filter(isAlone).sort((a, b) => a - b);
  const runs = new Map<number, number>(); // start of the run of neighbours that each place is in
  for (const at of sorted) runs.set(at, runs.get(at - 1) ?? at);
  const found = frequentDistances([...new Set(runs.values())])
    .map((distance) => chained(runs, distance))
    .reduce((most, chains) => (chains.length > most.length ? chains : most), []);
  return 2 * found.length >= sorted.length ? found : [];
}

/** Distances between the beginnings of runs of neighbours. Two places of a period, such as the jobs of morning and
 *  evening, come back at the sum of two distances.
 *  @param starts ascending */
function frequentDistances(starts: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const [i, start] of starts.entries())
    for (const next of starts.slice(i + 1, i + chainMin))
      counts.set(next - start, (counts.get(next - start) ?? 0) + 1);
  return [...counts]
    .filter(([distance]) => !years.includes(distance))
    .sort(([, a], [, b]) => b - a)
    .slice(0, distancesMax)
    .map(([distance]) => distance);
}

/** Places in chains of a distance; none if no chain shows a pattern. Neighbours of one run make no chain. */
function chained(runs: ReadonlyMap<number, number>, distance: number): number[] {
  const chains: number[][] = [];
  const isLink = (from: number) =>
    runs.has(from) && runs.has(from + distance) && runs.get(from) !== runs.get(from + distance);
  for (const start of runs.keys()) {
    if (isLink(start - distance)) continue;
    const chain = [start];
    for (let at = start; isLink(at); at += distance) chain.push(at + distance);
    chains.push(chain);
  }
  if (!chains.some(({ length }) => length >= patternMin)) return [];
  return chains.filter(({ length }) => length >= chainMin).flat();
}
