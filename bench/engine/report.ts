import type { Allocation } from './allocation.ts';
import type { SameLoss } from './same-loss.ts';
import { type Result, sgemmFlops, shareOf, smallestShare, summarise, threadScaling } from './summary.ts';
import { digits } from './table.ts';

export interface Measured {
  kernel: string;
  threads: number;
  quick: boolean;
  /** How to install a peer that is missing, by its name. */
  missing: Record<string, string>;
  /** Version of each peer. */
  versions: Record<string, string>;
  sameLoss: SameLoss[];
  results: Result[];
  allocation: Allocation;
}

/** The JSON of `--json`. */
export function reportOf({ sameLoss, versions, results, allocation, ...run }: Measured) {
  // sgemm has one thread.
  const shared = run.threads === 1 ? results : [];
  const sgemmMs = Math.min(...results.map(({ times }) => times.train?.sgemm ?? Number.POSITIVE_INFINITY));
  return {
    ...run,
    /** In the fastest of the rows. */
    sgemm_gflops: Number.isFinite(sgemmMs) ? sgemmFlops / (sgemmMs * 1e6) : null,
    same_loss: sameLoss,
    rows: results.map((result) => ({
      cell: result.row.cell,
      shape: result.row.shape,
      train_ms: result.times.train,
      infer_ms: result.times.infer,
      share: run.threads === 1 ? shareOf(result) : null,
    })),
    peers: Object.fromEntries(
      Object.entries(versions).map(([name, version]) => [name, summarise(results, name, version)]),
    ),
    share_h128: smallestShare(shared, 128),
    share_h256: smallestShare(shared, 256),
    share_h512: smallestShare(shared, 512),
    thread_scaling: threadScaling(results),
    bytes_allocated_per_step: allocation.bytesPerStep,
    bytes_kept_per_step: allocation.bytesKeptPerStep,
  };
}

/** The report in a few readable lines. */
export function reportLines(report: ReturnType<typeof reportOf>): string[] {
  const { sgemm_gflops, peers, share_h128, share_h256, share_h512, thread_scaling } = report;
  const comparisons = Object.entries(peers).map(
    ([name, peer]) =>
      `${name}: training ×${digits(peer.train_geomean)} (least ×${digits(peer.train_min)}), ` +
      `inference ×${digits(peer.infer_geomean)} (least ×${digits(peer.infer_min)}), ` +
      `batch 1 ×${digits(peer.infer_batch1_geomean)}`,
  );
  return [
    ...comparisons,
    `sgemm ${digits(sgemm_gflops)} GFLOP/s; our share in training: H 128 ${digits(share_h128)}, ` +
      `H 256 ${digits(share_h256)}, H 512 ${digits(share_h512)}`,
    `two threads over one ${digits(thread_scaling)}; a step allocates ${report.bytes_allocated_per_step} bytes ` +
      `and keeps ${report.bytes_kept_per_step}`,
  ];
}
