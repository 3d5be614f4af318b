import { type JobProgress, limits, type ValidationForecast } from '../contracts/schemas/index.ts';
import type { Supervision } from './supervision.ts';
import type { LossHistory } from './training-loop.ts';

/** Share of a training job that is training; scoring the model is the rest. */
const trainingShare = 0.9;

/** Position of a training, over all of its networks. */
export interface TrainingPosition {
  /** Steps made, and steps planned. */
  step: number;
  steps: number;
  /** Share of the training that is done: 1 also after early stopping. */
  share: number;
  epoch: number;
  /** Losses of the network that is in training. */
  history: LossHistory;
  /** Losses of the first network, and its forecast of a validation window. */
  first: { history: LossHistory; forecast: ValidationForecast | null };
}

/** Reports the training part of a training job. The remaining seconds are estimated from the pace of this attempt.
 *  @param stepsBefore steps that earlier attempts made */
export function trainingProgress(supervision: Supervision, stepsBefore: number) {
  return (at: TrainingPosition): JobProgress => {
    const made = at.step - stepsBefore;
    const left = ((1 - at.share) * at.steps) / trainingShare;
    const eta = made > 0 ? (supervision.attemptSeconds() / made) * left : null;
    return report(supervision, 'training', trainingShare * at.share, at, eta);
  };
}

/** Reports the rest of a training job, from the end of the training on: scoring the model, then publishing it.
 *  @param at the end of the training */
export function scoringProgress(supervision: Supervision, at: TrainingPosition) {
  const started = supervision.attemptSeconds();
  return (phase: 'backtest' | 'publishing', share: number): JobProgress => {
    const spent = supervision.attemptSeconds() - started;
    const eta = share === 0 ? null : (spent * (1 - share)) / share;
    return report(supervision, phase, trainingShare + (1 - trainingShare) * share, at, eta);
  };
}

function report(
  supervision: Supervision,
  phase: JobProgress['phase'],
  fraction: number,
  { epoch, step, steps, history, first }: TrainingPosition,
  etaSeconds: number | null,
): JobProgress {
  const last = history.at(-1);
  return {
    fraction,
    phase,
    epoch,
    step,
    steps,
    loss: last?.loss ?? null,
    validation_loss: last?.validation_loss ?? null,
    losses: reported(first.history),
    forecast: first.forecast,
    elapsed_seconds: supervision.elapsedSeconds(),
    eta_seconds: etaSeconds,
  };
}

/** At most `limits.reportedLosses` losses with the last among them, with five digits. */
function reported(history: LossHistory): LossHistory {
  const every = Math.ceil(history.length / limits.reportedLosses);
  return history
    .filter((_, i) => (history.length - 1 - i) % every === 0)
    .map(({ step, loss, validation_loss }) => ({
      step,
      loss: rounded(loss),
      validation_loss: validation_loss === null ? null : rounded(validation_loss),
    }));
}

function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

/** Progress of scoring a model in a backtest job.
 *  @param share of the scoring that is done
 *  @param parts that are scored: series, or stretches of sequences
 *  @param shareBefore share of the job that was done before the scoring */
export function backtestProgress(
  supervision: Supervision,
  share: number,
  parts: number,
  shareBefore = 0,
): JobProgress {
  const fraction = shareBefore + (1 - shareBefore) * share;
  const elapsed = supervision.elapsedSeconds();
  return {
    fraction,
    phase: share === 1 ? 'publishing' : 'backtest',
    epoch: 0,
    step: Math.round(share * parts),
    steps: parts,
    loss: null,
    validation_loss: null,
    elapsed_seconds: elapsed,
    eta_seconds: fraction === 0 ? null : (elapsed * (1 - fraction)) / fraction,
  };
}
