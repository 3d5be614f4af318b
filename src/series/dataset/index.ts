export { buildDataset, type DatasetSource, type SeriesGroup, sortedSeries } from './dataset.ts';
