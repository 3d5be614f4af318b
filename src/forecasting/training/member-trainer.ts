/** Trains the networks of one training, in whichever thread: what they learn from follows from the same data. */
import type { Kernel } from '../../engine/index.ts';
import type { Group, InitialMember } from '../ensemble/index.ts';
import type { ResolvedSpec } from '../families/index.ts';
import type { SeriesHistory } from '../history/index.ts';
import {
  type PreparedSeries,
  prepareSeries,
  type SampledWindow,
  validationWindows,
} from '../sampling/index.ts';
import { splitSeries } from '../statistics/index.ts';
import type { TrainedMember } from './checkpoint.ts';
import type { Assignment } from './schedule.ts';
import { type MemberTrainingOptions, trainMember } from './train-member.ts';

/** Windows evaluated at each look at the losses. */
const validationWindowsMax = 512;

export interface Trainer {
  /** The series as the evaluation sees them: without the parts held out. */
  fitted(): readonly PreparedSeries[];
  /** The same with all that is known, as the members see them. */
  whole(): readonly PreparedSeries[];
  validation(): readonly SampledWindow[];
  /** Null where it was told to stop. @throws AppError series_too_short, training_diverged, value_out_of_range */
  train(
    assignment: Assignment,
    between: Pick<MemberTrainingOptions, 'proceed' | 'stepped'>,
  ): Promise<TrainedMember | null>;
}

export function createTrainer(options: {
  kernel: Kernel;
  spec: ResolvedSpec;
  histories: readonly SeriesHistory[];
  /** Where networks begin instead of at the base forecast. */
  initial: ((group: Group, member: number) => InitialMember | null) | null;
}): Trainer {
  const { kernel, spec, histories, initial } = options;
  const plan = { horizon: spec.horizon, ...spec.validation };
  const splitOf = (length: number) => splitSeries(length, plan);
  const fitted = once(() => prepareSeries(histories, spec, splitOf, ({ fitEnd }) => fitEnd));
  const whole = once(() => prepareSeries(histories, spec, splitOf, (_, length) => length));
  const validation = once(() => validationWindows(fitted(), validationWindowsMax));
  return {
    fitted,
    whole,
    validation,
    async train({ task, state }, between) {
      const isEvaluation = task.group === 'evaluation';
      const trained = await trainMember({
        kernel,
        spec: task.spec,
        series: isEvaluation ? fitted() : whole(),
        endOf: isEvaluation ? ({ split }) => split.fitEnd : ({ raw }) => raw.length,
        validation: isEvaluation ? validation() : [],
        resumed: state,
        initial: initial?.(task.group, task.n) ?? null,
        ...between,
      });
      if (trained === null) return null;
      const { network, steps, bestStep, windows, history } = trained;
      const parameters = Float32Array.from(network.parameters.values);
      return { parameters, base: Float32Array.from(network.base), steps, bestStep, windows, history };
    },
  };
}

/** Makes it when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
