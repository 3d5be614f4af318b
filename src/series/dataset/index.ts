export { isSkipped, type SkippedTimes, warnOfSkipped } from './clock-changes.ts';
export { buildDataset, type DatasetSource, type SeriesGroup, sortedSeries } from './dataset.ts';
