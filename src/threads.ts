/** Entry of both thread pools: of the worker's for jobs, of the API's for forecasts. */
export * from './forecasting/thread.ts';
export * from './sequences/thread.ts';
