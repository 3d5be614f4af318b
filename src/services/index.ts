/** What the main files may use; everybody else sees the port. */
export { createForecastCalls } from './forecast-service.ts';
export { createSymbolCalls } from './symbol-service.ts';
