export {
  type BodyFormat,
  bodyFormatOf,
  looksLikeJson,
  looksLikeTable,
  signatureBytes,
} from './body-format.ts';
export { createInflationBound, type InflationBound } from './inflation.ts';
