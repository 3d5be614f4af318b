export { answered, GatecastError, type InstantCall, items } from '../../../clients/typescript/src/index.ts';
export type * from '../../../clients/typescript/src/schema.d.ts';
export { type AllPages, useAllPages } from './all-pages.ts';
export { readAsset } from './asset.ts';
export { readBacktestWindows } from './backtest-windows.ts';
export { readBeginning } from './beginning.ts';
export { client } from './client.ts';
export { isOnline } from './connection.ts';
export { type Failure, failureOf } from './failure.ts';
export { type FirstRows, useFirstRows } from './first-rows.ts';
export { type FollowedJob, useFollowedJob } from './followed-job.ts';
export { jobEvents } from './job-events.ts';
export { useJobLog } from './job-log.ts';
export {
  askForKey,
  canBeKey,
  declineKey,
  forgetKey,
  key,
  keyPrompt,
  trimmedKey,
  useKey,
} from './key.ts';
export { createOnce, newCallKey } from './once.ts';
export { pause } from './pause.ts';
export { polled } from './polled.ts';
export { type Loading, type Resource, type ResourceOptions, useKept, useResource } from './resource.ts';
export { exportDataset, pagePointsMax, readWholeSeries, type WholeSeries } from './series.ts';
export {
  append,
  isJson,
  previewUpload,
  queryOf,
  type ReadingOptions,
  storeUpload,
  UnreadableFile,
} from './uploads.ts';
