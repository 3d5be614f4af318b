export { withFaultsAt } from './fault-places.ts';
export { pointer, type RequestPart } from './faults.ts';
export { parseJsonBody } from './json.ts';
export { repeatedKeyError } from './repeated-keys.ts';
export { unstorableTextError } from './unstorable.ts';
export { validated } from './validate.ts';
