/** Entry of both thread pools: of the worker's for jobs, of the API's for forecasts. */
import { flushCompileCache } from 'node:module';

export * from './forecasting/thread.ts';
export * from './sequences/thread.ts';

flushCompileCache();
