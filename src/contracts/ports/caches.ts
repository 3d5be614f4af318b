/** Caches of an API process that forecasts use: models with their datasets, weights, ends of series, and the forecasts themselves. */
export const cacheNames = ['models', 'weights', 'series', 'forecasts'] as const;
export type CacheName = (typeof cacheNames)[number];

/** Lookups since the process began. The caches add to them, and the metrics read them. */
export type CacheCounts = Record<CacheName, { hits: number; misses: number }>;
