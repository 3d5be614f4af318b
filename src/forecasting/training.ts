import type { JobProgress } from '../contracts/job.ts';
import { createRng, type Kernel } from '../engine/index.ts';
import type { Supervision } from '../training/supervision.ts';
import { encodeCheckpoint, type TrainedMember, type TrainingState } from './checkpoint.ts';
import { decimated } from './decimation.ts';
import { createEnsemble } from './ensemble.ts';
import type { FittedModel, ForecastWindow, SeriesHistory } from './fitted-model.ts';
import { heldOutScores } from './held-out-scores.ts';
import { layoutOf, type MemberSpec, type ResolvedSpec } from './layout.ts';
import { type MemberProgress, trainMember } from './member-training.ts';
import { evaluationSpecs, memberSpecs } from './members.ts';
import type { Member } from './mixture.ts';
import { createNetwork } from './network.ts';
import { measuredCorrelation, type PathCorrelation } from './sample-paths.ts';
import { createSampler, type PreparedSeries, validationWindows } from './sampling.ts';
import { prepareSeries } from './sources.ts';
import { splitSeries } from './split.ts';
import { weigh } from './weighing.ts';
import type { Group, InitialMember, ModelParts } from './weights-file.ts';

/** Windows evaluated at each look at the losses. */
const validationWindowsMax = 512;
/** Share of the work that is training; the backtest is the rest. */
export const trainingShare = 0.9;

export interface Training extends ModelParts {
  status: 'finished';
  /** The model that has not seen the held-out parts, or null where nothing is held out. */
  heldOut: FittedModel | null;
  /** The series as the evaluation saw them. */
  fitted: readonly PreparedSeries[];
  /** Of the evaluation where there is one, else of the first member. */
  first: TrainedMember;
  /** Steps of all networks. */
  steps: number;
}

export interface TrainingOptions {
  kernel: Kernel;
  spec: ResolvedSpec;
  notes: string[];
  histories: readonly SeriesHistory[];
  resumed: TrainingState | null;
  /** Where networks begin instead of at the base forecast. */
  initial: ((group: Group, member: number) => InitialMember | null) | null;
  supervision: Supervision;
}

/** A network to be trained. */
interface Task {
  group: Group;
  n: number;
  spec: MemberSpec;
}

/** Trains first what is evaluated, without the parts held out, then the members, on everything.
 *  @throws AppError series_too_short, training_diverged */
export async function runTraining(
  options: TrainingOptions,
): Promise<Training | { status: 'cancelled' | 'suspended' }> {
  const { kernel, spec, notes, histories, resumed, initial, supervision } = options;
  const plan = { horizon: spec.horizon, ...spec.validation };
  const splitOf = (length: number) => splitSeries(length, plan);
  const fitted = prepareSeries(histories, spec, splitOf, ({ fitEnd }) => fitEnd);
  const whole = prepareSeries(histories, spec, splitOf, (_, length) => length);
  const isHeldOut = fitted.some(({ split, raw }) => split.fitEnd < raw.length);
  const validation = validationWindows(fitted, validationWindowsMax);
  const done: TrainedMember[] = [...(resumed?.done ?? [])];
  let current = resumed?.current ?? null;
  const evaluations: Task[] = isHeldOut
    ? evaluationSpecs(spec).map((one, n) => ({ group: 'evaluation', n, spec: one }))
    : [];
  const stepsBefore = stepsOf(done) + (current?.step ?? 0);

  let tasks = [...evaluations, ...finals()];
  while (done.length < tasks.length) {
    const task = tasks[done.length];
    const isEvaluation = task.group === 'evaluation';
    const trained = await trainMember({
      kernel,
      spec: task.spec,
      series: isEvaluation ? fitted : whole,
      endOf: isEvaluation ? ({ split }) => split.fitEnd : ({ raw }) => raw.length,
      validation: isEvaluation ? validation : [],
      resumed: current,
      initial: initial?.(task.group, task.n) ?? null,
      proceed: (progress) => {
        if (supervision.order() !== 'run') {
          if (supervision.order() === 'suspend')
            supervision.lastCheckpoint(() => encoded(progress), stepsOf(done) + progress.step);
          return false;
        }
        supervision.progress(() => report(progress));
        return true;
      },
      stepped: (progress) => {
        if (supervision.checkpointDue() && supervision.order() === 'run')
          supervision.checkpoint(() => encoded(progress), stepsOf(done) + progress.step);
      },
    });
    current = null;
    if (trained === null) return { status: supervision.order() === 'cancel' ? 'cancelled' : 'suspended' };
    const { network, steps, bestStep, windows, history } = trained;
    const parameters = Float32Array.from(network.parameters.values);
    done.push({ parameters, base: Float32Array.from(network.base), steps, bestStep, windows, history });
    tasks = [...evaluations, ...finals()];
    // The end of each is saved too, so that what is cut off next starts again at once.
    if (supervision.order() === 'run')
      supervision.checkpoint(() => encodeCheckpoint({ spec, notes, done, current: null }), stepsOf(done));
  }

  const built = tasks.map((task, i) => build(kernel, task.spec, done[i]));
  const evaluation = built.slice(0, evaluations.length);
  const members = built.slice(evaluations.length);
  const weighed = weigh({ spec, evaluation, series: fitted, proceed: () => supervision.order() === 'run' });
  if (weighed === null) return { status: supervision.order() === 'cancel' ? 'cancelled' : 'suspended' };
  const { shares, calibration } = weighed;
  const batchMax = spec.batch_size;
  const asMeasured = (paths: PathCorrelation | null) =>
    createEnsemble({ spec, members: evaluation, shares: shares.evaluation, calibration, paths, batchMax });
  const isEvaluated = evaluation.length > 0;
  const paths = isEvaluated
    ? measuredCorrelation(heldOutScores(asMeasured(null), heldOutWindows(fitted)))
    : null;
  return {
    status: 'finished',
    spec: { ...spec, shares: shares.members },
    members,
    evaluation,
    shares,
    calibration,
    paths,
    heldOut: isEvaluated ? asMeasured(paths) : null,
    fitted,
    first: done[0],
    steps: stepsOf(done),
  };

  /** Where the evaluation was best long before its end, the members end there too: after as many looks at each window,
   *  of which they have more. */
  function finals(): Task[] {
    const evaluated = done[0];
    // A year of prices does not tell when to stop: the next one is another.
    const share =
      evaluations.length === 0 ||
      evaluated === undefined ||
      validation.length === 0 ||
      spec.family === 'prices'
        ? 1
        : (evaluated.bestStep / evaluations[0].spec.steps) *
          (wholeWindows() / Math.max(1, evaluated.windows));
    return memberSpecs(spec).map((one, n) => ({
      group: 'members',
      n,
      spec: { ...one, steps: shortened(one.steps, share) },
    }));
  }

  /** Windows that the first member has to learn from. */
  function wholeWindows(): number {
    return createSampler(whole, layoutOf(memberSpecs(spec)[0]), ({ raw }) => raw.length).windows;
  }

  function encoded(progress: MemberProgress): Uint8Array {
    return encodeCheckpoint({ spec, notes, done, current: progress.state() });
  }

  function report({ step, history, windows }: MemberProgress): JobProgress {
    const last = history.at(-1);
    const all = tasks.reduce((sum, task) => sum + task.spec.steps, 0);
    const made = stepsOf(done) + step;
    // One that stopped early counts as whole.
    const share = (tasks.slice(0, done.length).reduce((sum, task) => sum + task.spec.steps, 0) + step) / all;
    const rate = made > stepsBefore ? supervision.attemptSeconds() / (made - stepsBefore) : null;
    return {
      fraction: trainingShare * share,
      phase: 'training',
      epoch: (made * spec.batch_size) / Math.max(1, windows),
      step: made,
      steps: all,
      loss: last?.loss ?? null,
      validation_loss: last?.validation_loss ?? null,
      elapsed_seconds: supervision.elapsedSeconds(),
      eta_seconds: rate === null ? null : (rate * (1 - share) * all) / trainingShare,
    };
  }
}

/** Validation that is best at the very end, or nearly, asks for all steps. */
const wholeShare = 0.7;

function shortened(steps: number, share: number): number {
  return share >= wholeShare ? steps : Math.max(1, Math.round(share * steps));
}

function stepsOf(done: readonly TrainedMember[]): number {
  return done.reduce((sum, { steps }) => sum + steps, 0);
}

function build(kernel: Kernel, spec: MemberSpec, { parameters, base }: TrainedMember): Member {
  const layout = layoutOf(spec);
  const network = createNetwork({
    kernel,
    spec,
    layout,
    batchMax: spec.batch_size,
    rng: createRng(spec.seed),
  });
  network.parameters.values.set(parameters);
  network.setBase(base);
  return { network, layout, spec };
}

/** What the correlation of sample paths is measured on. */
function heldOutWindows(series: readonly PreparedSeries[]): readonly ForecastWindow[] {
  return decimated(
    series.flatMap((one) => one.split.validationOrigins.map((origin) => ({ series: one, origin }))),
    validationWindowsMax,
  );
}
