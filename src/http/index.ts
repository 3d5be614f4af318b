export { buildApp } from './app.ts';
export { newSecret } from './routing/api-keys.ts';
export type { AppDeps } from './routing/deps.ts';
