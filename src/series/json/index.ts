export { readInline } from './inline.ts';
export { readJson } from './json.ts';
export { createJsonTextReader } from './json-text.ts';
export { observationsOf, readObservations } from './observations.ts';
export { readOneShot } from './one-shot.ts';
