export { readInline, readJson } from './json.ts';
export { createJsonTextReader } from './json-text.ts';
export { namedSole, observationsOf, readObservations } from './observations.ts';
