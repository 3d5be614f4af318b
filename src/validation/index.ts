export {
  type BodyFormat,
  bodyFormatOf,
  looksLikeJson,
  looksLikeTable,
  signatureBytes,
} from './body-format.ts';
export { pointer, type RequestPart } from './faults.ts';
export { createInflationBound, type InflationBound } from './inflation.ts';
export { parseJsonBody } from './json.ts';
export { bodyBounds, createJsonScanner } from './json-bounds.ts';
export { unstorableTextError } from './unstorable.ts';
export { validated } from './validate.ts';
