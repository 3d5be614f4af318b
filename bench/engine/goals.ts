import { atLeast, atMost, type Goal } from '../goals.ts';
import type { reportOf } from './report.ts';

/** Goals of a report. A peer that was not requested, or a size that was not measured, has no goal. */
export function goalsOf(report: ReturnType<typeof reportOf>): Goal[] {
  const { onednn, torch } = report.peers;
  return [
    ...atLeast('training beside oneDNN, least', 1, onednn?.train_min),
    ...atLeast('inference beside oneDNN, least', 1, onednn?.infer_min),
    ...atLeast('training beside PyTorch, least', 1.2, torch?.train_min),
    ...atLeast('share of sgemm, H 128', 0.78, report.share_h128),
    ...atLeast('share of sgemm, H 256', 0.8, report.share_h256),
    ...atLeast('share of sgemm, H 512', 0.8, report.share_h512),
    ...atLeast('two threads over one', 1.7, report.thread_scaling),
    ...atMost('bytes allocated per step', 0, report.bytes_allocated_per_step),
    ...(report.same_loss.length === 0
      ? []
      : atLeast(
          'cells with the same loss as PyTorch',
          report.same_loss.length,
          report.same_loss.filter(({ ok }) => ok).length,
        )),
  ];
}
