/** Trains the networks of one training in any thread: each thread makes the same windows from the same data. */
import type { Kernel } from '../../engine/index.ts';
import type { LoopHooks } from '../../training/index.ts';
import type { InitialWeights } from '../ensemble/index.ts';
import type { ResolvedSpec } from '../families/index.ts';
import type { SeriesHistory } from '../history/index.ts';
import {
  type PreparedSeries,
  prepareSeries,
  type SampledWindow,
  seenObservations,
  validationWindows,
} from '../sampling/index.ts';
import { splitSeries } from '../statistics/index.ts';
import type { TrainedMember } from './checkpoint.ts';
import type { Assignment } from './schedule.ts';
import { shownWindow } from './shown-forecast.ts';
import { type MemberProgress, trainMember } from './train-member.ts';

/** Windows of a validation check. */
const validationWindowsMax = 512;

export interface Trainer {
  /** The series without the held-out parts: for held-out networks. */
  withoutHeldOut(): readonly PreparedSeries[];
  /** The series with all observations: for members. */
  whole(): readonly PreparedSeries[];
  validation(): readonly SampledWindow[];
  /** One network at a time. The states that `hooks` receive are views, which are valid until it ends.
   *  @returns null if `proceed` stopped it
   *  @throws AppError series_too_short, training_diverged, value_out_of_range */
  train(assignment: Assignment, hooks: LoopHooks<MemberProgress>): Promise<TrainedMember | null>;
}

export function createTrainer(options: {
  kernel: Kernel;
  spec: ResolvedSpec;
  histories: readonly SeriesHistory[];
  /** Weights that the networks begin with; null for random weights around the base forecast. */
  initial: InitialWeights | null;
}): Trainer {
  const { kernel, spec, histories, initial } = options;
  const plan = { horizon: spec.horizon, ...spec.validation };
  const splitOf = (length: number) => splitSeries(length, plan);
  const withoutHeldOut = once(() => prepareSeries(histories, spec, splitOf, ({ fitEnd }) => fitEnd));
  const whole = once(() => prepareSeries(histories, spec, splitOf, (_, length) => length));
  const validation = once(() => validationWindows(withoutHeldOut(), validationWindowsMax));
  /** A held-out network begins anew if the initial one may have seen what is held out now: a dataset may have
   *  become shorter since. */
  const initialOf = once(() => ({
    members: initial,
    heldOut: initial !== null && hasSeenNothing(initial, withoutHeldOut()) ? initial : null,
  }));
  return {
    withoutHeldOut,
    whole,
    validation,
    async train({ task, state }, hooks) {
      const isHeldOut = task.group === 'heldOut';
      const closeScope = kernel.openScope();
      try {
        const trained = await trainMember({
          kernel,
          spec: task.spec,
          series: isHeldOut ? withoutHeldOut() : whole(),
          endOf: isHeldOut ? ({ split }) => split.fitEnd : ({ raw }) => raw.length,
          validation: isHeldOut ? validation() : [],
          shown: isHeldOut ? shownWindow(withoutHeldOut()) : null,
          resumed: state,
          initial: initialOf()[task.group]?.member(task.group, task.n) ?? null,
          ...hooks,
        });
        if (trained === null) return null;
        const { network, steps, bestStep, windows, history } = trained;
        const parameters = Float32Array.from(network.parameters.values);
        return { parameters, base: Float32Array.from(network.base), steps, bestStep, windows, history };
      } finally {
        closeScope();
      }
    },
  };
}

/** Whether the held-out networks of some weights have seen nothing of the backtest parts. */
function hasSeenNothing({ trainedUntil }: InitialWeights, series: readonly PreparedSeries[]): boolean {
  if (trainedUntil === null) return false; // weights of earlier versions do not tell it
  const seen = seenObservations(trainedUntil);
  return series.every((one) => one.split.backtestOrigins.length === 0 || seen(one) <= one.split.trainEnd);
}

/** Computes a value at its first use. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
