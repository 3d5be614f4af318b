import type { JobProgress } from '../../contracts/schemas/index.ts';
import { createRng, type Kernel } from '../../engine/index.ts';
import type { Supervision } from '../../training/index.ts';
import {
  createEnsemble,
  decodeInitial,
  type FittedModel,
  fitEnsembleWeights,
  heldOutScores,
  type Member,
  type ModelParts,
  measuredCorrelation,
  type PathCorrelation,
} from '../ensemble/index.ts';
import {
  evaluationSpecs,
  familyOf,
  layoutOf,
  type MemberSpec,
  memberSpecs,
  type ResolvedSpec,
} from '../families/index.ts';
import type { ForecastWindow, SeriesHistory } from '../history/index.ts';
import { createNetwork, requireRoom } from '../network/index.ts';
import { createSampler, type PreparedSeries } from '../sampling/index.ts';
import { decimated } from '../statistics/index.ts';
import { encodeCheckpoint, type TrainedMember, type TrainingState } from './checkpoint.ts';
import { createTrainer } from './member-trainer.ts';
import { trainNetworks } from './run-schedule.ts';
import { createRoster, type Reported, type Task } from './schedule.ts';
import { createCrew } from './training-pool.ts';

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
  /** A weights file with which networks begin instead of at the base forecast. */
  initialWeights: Uint8Array | null;
  supervision: Supervision;
}

/** Trains what is evaluated, without the parts held out, and the members, on everything; side by side where there are cores.
 *  @throws AppError series_too_short, training_too_large, training_diverged, value_out_of_range */
export async function runTraining(
  options: TrainingOptions,
): Promise<Training | { status: 'cancelled' | 'suspended' }> {
  const { kernel, spec, notes, histories, resumed, initialWeights, supervision } = options;
  requireRoom(evaluationSpecs(spec), kernel);
  requireRoom(memberSpecs(spec), kernel);
  const initial = initialWeights === null ? null : decodeInitial(initialWeights);
  const trainer = createTrainer({ kernel, spec, histories, initial });
  const fitted = trainer.fitted();
  const isHeldOut = fitted.some(({ split, raw }) => split.fitEnd < raw.length);
  const evaluations: Task[] = isHeldOut
    ? evaluationSpecs(spec).map((one, n) => ({ group: 'evaluation', n, spec: one }))
    : [];
  const isMeasured = evaluations.length > 0 && trainer.validation().length > 0 && familyOf(spec).stopsEarly;

  const roster = createRoster({
    evaluations,
    membersAfter: finals,
    isCertain: (evaluated) => !isMeasured || evaluated !== undefined,
    resumed,
  });
  const crew = createCrew(
    { spec, histories, initialWeights, kernel: kernel.name, control: supervision.control },
    roster,
  );
  const madeBefore = roster.summary().made;
  let shown: Reported | null = null;
  const encode = () => encodeCheckpoint({ spec, notes, ...roster.saved() });
  if (!(await trainNetworks({ trainer, roster, crew, supervision, encode, report })))
    return { status: supervision.order() === 'cancel' ? 'cancelled' : 'suspended' };

  const finished = roster.finished();
  const built = finished.map(({ task, trained }) => build(kernel, task.spec, trained));
  const evaluation = built.slice(0, evaluations.length);
  const members = built.slice(evaluations.length);
  const weighed = fitEnsembleWeights({
    spec,
    evaluation,
    series: fitted,
    proceed: () => supervision.order() === 'run',
  });
  if (weighed === null) return { status: supervision.order() === 'cancel' ? 'cancelled' : 'suspended' };
  const { ensembleWeights, calibration } = weighed;
  const batchMax = spec.batch_size;
  const asMeasured = (paths: PathCorrelation | null) =>
    createEnsemble({
      spec,
      members: evaluation,
      ensembleWeights: ensembleWeights.evaluation,
      calibration,
      paths,
      batchMax,
    });
  const isEvaluated = evaluation.length > 0;
  const paths = isEvaluated
    ? measuredCorrelation(heldOutScores(asMeasured(null), heldOutWindows(fitted)))
    : null;
  return {
    status: 'finished',
    spec: { ...spec, shares: ensembleWeights.members },
    members,
    evaluation,
    ensembleWeights,
    calibration,
    paths,
    heldOut: isEvaluated ? asMeasured(paths) : null,
    fitted,
    first: finished[0].trained,
    steps: roster.summary().made,
  };

  /** Where the evaluation was best long before its end, the members end there too: after as many looks at each window,
   *  of which they have more. */
  function finals(evaluated: TrainedMember | undefined): Task[] {
    const share =
      isMeasured && evaluated !== undefined
        ? (evaluated.bestStep / evaluations[0].spec.steps) * (wholeWindows() / Math.max(1, evaluated.windows))
        : 1;
    return memberSpecs(spec).map((one, n) => ({
      group: 'members',
      n,
      spec: { ...one, steps: shortened(one.steps, share) },
    }));
  }

  /** Windows that the first member has to learn from. */
  function wholeWindows(): number {
    return createSampler(trainer.whole(), layoutOf(memberSpecs(spec)[0]), ({ raw }) => raw.length).windows;
  }

  function report(): JobProgress {
    const { made, steps, share, shown: next } = roster.summary();
    shown = next ?? shown;
    const last = shown?.history.at(-1);
    const rate = made > madeBefore ? supervision.attemptSeconds() / (made - madeBefore) : null;
    return {
      fraction: trainingShare * share,
      phase: 'training',
      epoch: (made * spec.batch_size) / Math.max(1, shown?.windows ?? 1),
      step: made,
      steps,
      loss: last?.loss ?? null,
      validation_loss: last?.validation_loss ?? null,
      elapsed_seconds: supervision.elapsedSeconds(),
      eta_seconds: rate === null ? null : (rate * (1 - share) * steps) / trainingShare,
    };
  }
}

/** Validation that is best at the very end, or nearly, asks for all steps. */
const wholeShare = 0.7;

function shortened(steps: number, share: number): number {
  return share >= wholeShare ? steps : Math.max(1, Math.round(share * steps));
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

/** Windows on which the correlation of sample paths is measured. */
const correlationWindowsMax = 512;

function heldOutWindows(series: readonly PreparedSeries[]): readonly ForecastWindow[] {
  return decimated(
    series.flatMap((one) => one.split.validationOrigins.map((origin) => ({ series: one, origin }))),
    correlationWindowsMax,
  );
}
