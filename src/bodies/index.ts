export {
  type BodyFormat,
  bodyFormatOf,
  looksLikeJson,
  looksLikeTable,
  signatureBytes,
} from './body-format.ts';
export { createInflationBound, type InflationBound } from './inflation.ts';
export { bodyBounds, createJsonScanner, extraBytesOf, type JsonBounds, uploadBounds } from './json-bounds.ts';
export { KeptChunks } from './kept-chunks.ts';
export { receiveParts, sendInParts, serializedParts, valueOfParts } from './parts.ts';
export {
  holdBytes,
  receiveBody,
  receiveSeries,
  type SeriesArrays,
  sendBody,
  sendPacked,
  sendSeries,
  tellHeldBytes,
} from './port.ts';
export { type ThreadError, toThreadError } from './thread-error.ts';
