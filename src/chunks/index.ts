/** Packs the observations of series for the store, and works on them in threads. */
export { isSet, unpackDecimals, unpackNumbers } from './numbers.ts';
export { chunkPointsMax, covariatesOf, encodings, packDataset, unpackChunks, unpackShared } from './pack.ts';
export type { ChangedChunks } from './tasks.ts';
export { bytesOfNumbers, isWorkOfThread, sizeOf, workOnChunks } from './threads.ts';
