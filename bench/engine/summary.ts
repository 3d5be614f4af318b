import { isBatch1, productFlops, type Row, type Task } from './rows.ts';

/** Milliseconds of each contestant: `ours` the whole step, `ours_layer` the recurrent layers alone, and the peers. */
export type Times = Record<string, number>;
export interface Result {
  row: Row;
  times: Partial<Record<Task, Times>>;
}

/** The peer's time over ours for the same work: how many times faster we are. */
export interface PeerSummary {
  version: string;
  train_geomean: number | null;
  train_min: number | null;
  infer_geomean: number | null;
  infer_min: number | null;
  infer_batch1_geomean: number | null;
}

/** The time of ours that has the same work as the peer's. */
const counterparts: Record<string, string> = { onednn: 'ours_layer', torch: 'ours', tfjs: 'ours' };

export function ratio(times: Times | undefined, peer: string): number | undefined {
  const [theirs, ours] = [times?.[peer], times?.[counterparts[peer]]];
  return theirs === undefined || ours === undefined ? undefined : theirs / ours;
}

export function summarise(results: readonly Result[], peer: string, version: string): PeerSummary {
  const ratios = (task: Task, batch1: boolean) =>
    results
      .filter(({ row }) => isBatch1(row) === batch1)
      .map(({ times }) => ratio(times[task], peer))
      .filter((value) => value !== undefined);
  return {
    version,
    train_geomean: geomean(ratios('train', false)),
    train_min: least(ratios('train', false)),
    infer_geomean: geomean(ratios('infer', false)),
    infer_min: least(ratios('infer', false)),
    infer_batch1_geomean: geomean(ratios('infer', true)),
  };
}

/** Operations of a call of sgemm. */
export const sgemmFlops = 2 * 1024 ** 3;

/** Speed of the matrix products in a row's training as a share of sgemm's, which took turns with it. Counts the
 *  recurrent layers alone. */
export function shareOf({ row, times: { train } }: Result): number | null {
  if (train?.ours_layer === undefined || train.sgemm === undefined) return null;
  return productFlops(row, 'train') / train.ours_layer / (sgemmFlops / train.sgemm);
}

/** The smaller of GRU's and LSTM's share at a hidden size. */
export function smallestShare(results: readonly Result[], hidden: number): number | null {
  const shares = results
    .filter(({ row }) => row.shape[3] === hidden && row.cell !== 'rnn')
    .map(shareOf)
    .filter((share) => share !== null);
  return least(shares);
}

/** One thread's time over two threads', the smallest of the rows that have both. */
export function threadScaling(results: readonly Result[]): number | null {
  return least(
    results
      .map(({ times }) => times.train && times.train.ours / times.train.ours_2_threads)
      .filter((scaling) => scaling !== undefined && Number.isFinite(scaling)),
  );
}

function least(values: (number | undefined)[]): number | null {
  return values.length === 0 ? null : Math.min(...(values as number[]));
}

function geomean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
