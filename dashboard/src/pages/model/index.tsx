import './model.css';
import type { PageProps } from '../../shell/index.ts';
import { ModelList } from './model-list.tsx';
import { ModelView } from './model-view.tsx';

export default function ModelPage({ params: { model } }: PageProps) {
  return model === undefined ? <ModelList /> : <ModelView id={model} />;
}
