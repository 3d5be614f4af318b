export { createBodyThreads, jsonFailed } from './body-threads.ts';
export { type Told, told } from './thread-error.ts';
