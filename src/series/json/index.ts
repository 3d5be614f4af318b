export { readJson } from './json.ts';
export { createJsonThreadReader } from './json-threads.ts';
export { observationsOf, readObservations } from './observations.ts';
export { readOneShot } from './one-shot.ts';
export { requireStatedTimes } from './stated-times.ts';
