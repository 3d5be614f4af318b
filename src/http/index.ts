export { buildApp } from './app.ts';
export type { AppDeps } from './routing/deps.ts';
