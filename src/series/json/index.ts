export { readInline, readJson } from './json.ts';
export { createJsonTextReader } from './json-text.ts';
export { observationsOf, readObservations, withSoleId } from './observations.ts';
