/** The calls about models, for the processes; the other rooms see the ports `ForecastCalls`, `SymbolCalls` and
 *  `ServedModels`. */

export { createFleetCalls } from './fleet-forecasts.ts';
export { createForecastCalls } from './forecast-service.ts';
export { createPictureCalls } from './pictures.ts';
export { createCacheCounts } from './served/cache-counts.ts';
export { createServedModels } from './served/served-models.ts';
export { createSymbolCalls } from './symbol-service.ts';
export { createTrainingEstimates } from './training-estimates.ts';
