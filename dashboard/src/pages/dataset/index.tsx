import './dataset.css';
import type { PageProps } from '../../shell/index.ts';
import { DatasetList } from './dataset-list.tsx';
import { OneDataset } from './one-dataset.tsx';

export default function DatasetPage({ params: { dataset } }: PageProps) {
  return dataset === undefined ? <DatasetList /> : <OneDataset id={dataset} />;
}
