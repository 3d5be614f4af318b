/** The calls about models, for the processes; the other rooms see the ports `ForecastCalls`, `SymbolCalls` and
 *  `ServedModels`. */
export { createCacheCounts } from './cache-counts.ts';
export { createFleetCalls } from './fleet-forecasts.ts';
export { createForecastCalls } from './forecast-service.ts';
export { createServedModels } from './served-models.ts';
export { createSymbolCalls } from './symbol-service.ts';
