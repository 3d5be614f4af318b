/** Caches of an API process that forecasts use: models with their datasets, weights, ends of series, the forecasts
 *  themselves, and the series that new ones are forecast from. */
export const cacheNames = ['models', 'weights', 'series', 'forecasts', 'panels'] as const;
export type CacheName = (typeof cacheNames)[number];

/** Lookups since the process began. The caches add to them, and the metrics read them. */
export type CacheCounts = Record<CacheName, { hits: number; misses: number }>;
