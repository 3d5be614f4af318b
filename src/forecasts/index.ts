/** What the main files may use; everybody else sees the port. */
export { createForecastCalls } from './calls.ts';
export { createSymbolCalls } from './symbol-calls.ts';
