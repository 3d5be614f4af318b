import { type CacheCounts, cacheNames } from '../../contracts/ports/index.ts';

export function createCacheCounts(): CacheCounts {
  return Object.fromEntries(cacheNames.map((name) => [name, { hits: 0, misses: 0 }])) as CacheCounts;
}
