import './train.css';
import { useMessages } from '../../messages/index.ts';
import { train } from '../../messages/train.ts';
import { PageHead } from '../../parts/index.ts';
import type { PageProps } from '../../shell/index.ts';
import { JobView } from './job-view.tsx';
import { TrainForm } from './train-form.tsx';

export default function TrainPage({ params: { job } }: PageProps) {
  const m = useMessages(train);
  if (job !== undefined) return <JobView id={job} />;
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      <TrainForm />
    </div>
  );
}
