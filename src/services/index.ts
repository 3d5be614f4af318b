/** The calls about models, for the processes; the other rooms see the ports `ForecastCalls` and `SymbolCalls`. */
export { createForecastCalls } from './forecast-service.ts';
export { createSymbolCalls } from './symbol-service.ts';
