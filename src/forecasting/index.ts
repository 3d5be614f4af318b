/** What the other parts may call; the numeric work itself is reached through `thread.ts`, the entry of the pools. */
export { createForecaster } from './forecaster.ts';
