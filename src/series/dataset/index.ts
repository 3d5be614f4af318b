export {
  buildDataset,
  type DatasetSource,
  type SeriesGroup,
  sortedSeries,
  warningsOf,
} from './dataset.ts';
