export { pointer, type RequestPart } from './faults.ts';
export { parseJsonBody } from './json.ts';
export { bodyBounds, createJsonScanner } from './json-bounds.ts';
export { unstorableTextError } from './unstorable.ts';
export { validated } from './validate.ts';
