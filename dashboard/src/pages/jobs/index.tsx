import './jobs.css';
import type { PageProps } from '../../shell/index.ts';
import { JobList } from './job-list.tsx';
import { OneJob } from './one-job.tsx';

export default function JobsPage({ params: { job } }: PageProps) {
  return job === undefined ? <JobList /> : <OneJob id={job} />;
}
