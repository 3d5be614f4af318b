export { requireBoundedAttributes, requireFewAttributes } from './attributes.ts';
export { isSkipped, refuseSkipped, type SkippedTimes, warnOfSkipped } from './clock-changes.ts';
export { buildDataset, type DatasetSource, sortedSeries, warningsOf } from './dataset.ts';
export type { SeriesGroup } from './group.ts';
export { wallsToInstants } from './local-times.ts';
export { datesAsInstants } from './midnights.ts';
export { foldedId } from './similar-ids.ts';
export { requireWritable } from './snap.ts';
export { describeSteps } from './steps.ts';
