import type { TrainTask } from '../../contracts/ports/index.ts';
import type { CardSentence, JobProgress, ModelSpec } from '../../contracts/schemas/index.ts';
import { type Kernel, selectKernel } from '../../engine/index.ts';
import {
  type Stopped,
  type Supervision,
  stoppedBy,
  type TrainingPosition,
  trainingProgress,
} from '../../training/index.ts';
import {
  decodeInitial,
  type FittedModel,
  type KeptForecasts,
  keepForecasts,
  type Member,
  type ModelParts,
  measuredCorrelation,
  type PathCorrelation,
  prepareHeldOutScores,
  prepareWeightsFit,
  weightsOf,
} from '../ensemble/index.ts';
import {
  familyOf,
  heldOutSpecs,
  layoutOf,
  memberSpecs,
  type ResolvedSpec,
  resolveSpec,
} from '../families/index.ts';
import {
  hasOwnSteps,
  historiesOf,
  lowerBoundOf,
  type SeriesHistory,
  sinceObserved,
} from '../history/index.ts';
import { requireMemory, requireSmallCheckpoint } from '../network/index.ts';
import { createSampler, type PreparedSeries, trainedUntil } from '../sampling/index.ts';
import { decodeCheckpoint, encodeCheckpoint, type TrainedMember, type TrainingState } from './checkpoint.ts';
import { createTrainer, type Trainer } from './member-trainer.ts';
import { runSchedule, threadsAfter } from './run-schedule.ts';
import {
  createTrainingSchedule,
  type NetworkReport,
  type NetworkTask,
  type TrainingSchedule,
} from './schedule.ts';
import { type HeldOutMixture, heldOutModelOf, membersFrom, type ScoringWork } from './scoring.ts';
import type { Parts } from './shared-parts.ts';
import { createTrainingPool, type TrainingPool } from './training-pool.ts';

export interface TrainedEnsemble extends ModelParts {
  status: 'finished';
  notes: CardSentence[];
  histories: readonly SeriesHistory[];
  /** The model that was trained without the held-out parts; null if nothing is held out. */
  heldOutModel: MixedModel | null;
  /** The series without the held-out parts. */
  withoutHeldOut: readonly PreparedSeries[];
  /** Forecasts that this thread has made or received. */
  kept: KeptForecasts;
  /** The first held-out network; the first member if nothing is held out. */
  first: TrainedMember;
  /** Training windows of the first member. */
  memberWindows: number;
  /** End of the training, over all networks. */
  position: TrainingPosition;
  /** Computes parts of a work of the held-out model in this thread and in those that are free.
   *  @returns reader of the parts, in order; it returns null if an order stops the work */
  computeParts<T>(work: ScoringWork, parts: Parts<T>): (index: number) => T | null;
}

interface MixedModel {
  model: FittedModel;
  mixture: HeldOutMixture;
}

/** Decides the open settings and trains all networks, side by side on the cores that are granted: held-out networks
 *  without the held-out parts, members on everything.
 *  @param use called with the trained networks, while the threads of the training still exist
 *  @throws AppError series_too_short, training_too_large, training_diverged, value_out_of_range */
export async function trainEnsemble<T>(
  task: TrainTask,
  supervision: Supervision,
  use: (training: TrainedEnsemble) => T,
): Promise<T | Stopped> {
  const started = performance.now();
  const plan = planTraining(task);
  const { kernel, spec, notes, histories, trainer } = plan;
  const schedule = createTrainingSchedule({
    heldOut: plan.heldOutTasks,
    membersAfter: (first) => memberTasks(plan, first),
    isDecided: (first) => !plan.decidesSteps || first !== undefined,
    resumed: plan.resumed,
  });
  const pool = createTrainingPool(
    {
      spec,
      histories,
      initialWeights: task.initialWeights,
      kernel: kernel.name,
      control: supervision.control,
    },
    schedule,
    supervision.warn,
  );
  const encode = () => encodeCheckpoint({ spec, notes, ...schedule.saved() });
  const progress = progressReader(schedule, supervision);
  try {
    if (!(await runSchedule({ trainer, schedule, pool, supervision, encode, progress })))
      return stoppedBy(supervision);
    const training = mixNetworks(plan, { schedule, pool, supervision, started });
    return training === null ? stoppedBy(supervision) : use(training);
  } finally {
    await pool.close();
    supervision.cores.request(1);
  }
}

/** Data, settings and tasks of a training, as they are before its first step. */
interface TrainingPlan {
  kernel: Kernel;
  /** State to continue from; null to start from the beginning. */
  resumed: TrainingState | null;
  histories: readonly SeriesHistory[];
  spec: ResolvedSpec;
  notes: CardSentence[];
  trainer: Trainer;
  /** Whether any series has a held-out part. */
  hasHeldOut: boolean;
  heldOutTasks: NetworkTask[];
  /** Whether early stopping of the first held-out network decides the steps of the members. */
  decidesSteps: boolean;
}

/** The histories, and the settings that follow from them. Prices that are only found to be prices are read again: for
 *  them closed days are no steps.
 *  @throws AppError series_too_short */
function decidedData(
  { spec, header, series }: TrainTask,
  resumed: TrainingState | null,
): Pick<TrainingPlan, 'histories' | 'spec' | 'notes'> {
  const decide = (family: ModelSpec['family']) => {
    const settings = { ...spec, family };
    const histories = historiesOf(sinceObserved(series, settings, header), settings, header);
    return { histories, ...(resumed ?? resolveSpec(settings, histories, header)) };
  };
  const family = resumed?.spec.family ?? spec.family;
  const decided = decide(family);
  const { family: chosen } = decided.spec;
  const counts = (family: ModelSpec['family']) => hasOwnSteps(header, { ...spec, family });
  return counts(family) === counts(chosen) ? decided : decide(chosen);
}

/** @throws AppError series_too_short, training_too_large */
function planTraining(task: TrainTask): TrainingPlan {
  const kernel = selectKernel(task.kernel ?? undefined);
  const resumed = task.checkpoint === null ? null : decodeCheckpoint(task.checkpoint);
  const { histories, spec, notes } = decidedData(task, resumed);
  requireMemory(heldOutSpecs(spec), kernel);
  requireMemory(memberSpecs(spec), kernel);
  requireSmallCheckpoint([...heldOutSpecs(spec), ...memberSpecs(spec)]);
  const initial = task.initialWeights === null ? null : decodeInitial(task.initialWeights);
  const trainer = createTrainer({ kernel, spec, histories, initial });
  const hasHeldOut = trainer.withoutHeldOut().some(({ split, raw }) => split.fitEnd < raw.length);
  const heldOutTasks = hasHeldOut
    ? heldOutSpecs(spec).map((one, n): NetworkTask => ({ group: 'heldOut', n, spec: one }))
    : [];
  const decidesSteps = hasHeldOut && trainer.validation().length > 0 && familyOf(spec).stopsEarly;
  return { kernel, resumed, histories, spec, notes, trainer, hasHeldOut, heldOutTasks, decidesSteps };
}

/** Tasks of the members. If the held-out network was best long before its end, the members end early too: after as many
 *  passes over their windows, of which they have more. A held-out network without windows shows nothing about that: all
 *  values before the held-out parts are constant. */
function memberTasks(
  { spec, trainer, heldOutTasks, decidesSteps }: TrainingPlan,
  first: TrainedMember | undefined,
): NetworkTask[] {
  const stepsShare =
    decidesSteps && first !== undefined && first.windows > 0
      ? (first.bestStep / heldOutTasks[0].spec.steps) * (memberWindows(spec, trainer) / first.windows)
      : 1;
  return memberSpecs(spec).map((one, n) => ({
    group: 'members',
    n,
    spec: { ...one, steps: shortened(one.steps, stepsShare) },
  }));
}

/** Number of training windows of the first member. */
function memberWindows(spec: ResolvedSpec, trainer: Trainer): number {
  return createSampler(trainer.whole(), layoutOf(memberSpecs(spec)[0]), ({ raw }) => raw.length).windows;
}

/** Reads the progress of a training. Its losses are those of the network that reported last. */
function progressReader(schedule: TrainingSchedule, supervision: Supervision): () => JobProgress {
  const progressAt = trainingProgress(supervision, schedule.summary().stepsDone);
  let history: NetworkReport['history'] = [];
  return () => {
    const { stepsDone: step, steps, share, epoch, report, first } = schedule.summary();
    history = report?.history ?? history;
    return progressAt({ step, steps, share, epoch, history, first });
  };
}

/** A training whose networks are trained. */
interface TrainingRun {
  schedule: TrainingSchedule;
  pool: TrainingPool;
  supervision: Supervision;
  started: number; // ms
}

/** Mixes the trained networks with statistical methods. @returns null if an order stopped it */
function mixNetworks(plan: TrainingPlan, run: TrainingRun): TrainedEnsemble | null {
  const { kernel, spec, notes, histories, hasHeldOut } = plan;
  const withoutHeldOut = plan.trainer.withoutHeldOut();
  const kept = keepForecasts();
  const results = run.schedule.results();
  const built = membersFrom(
    results.map(({ task, trained }) => ({ ...trained, spec: task.spec })),
    kernel,
  );
  const heldOut = built.slice(0, plan.heldOutTasks.length);
  const members = built.slice(plan.heldOutTasks.length);
  const computeParts = partsComputer(heldOut, run);
  const weightsFit = prepareWeightsFit({ spec, heldOut, kernel, series: withoutHeldOut, kept });
  const fittedWeights = weightsFit.fit(
    computeParts({ name: 'weights' }, { count: weightsFit.count, compute: weightsFit.ingredientsOf }),
  );
  if (fittedWeights === null) return null;
  const { ensembleWeights, calibration } = fittedWeights;
  const heldOutModelWith = (paths: PathCorrelation | null): MixedModel => {
    const mixture = { ensembleWeights: ensembleWeights.heldOut, calibration: calibration.heldOut, paths };
    return { model: heldOutModelOf({ spec, kernel, kept }, heldOut, mixture), mixture };
  };
  const scores = hasHeldOut ? heldOutScores(heldOutModelWith(null), withoutHeldOut, computeParts) : [];
  if (scores === null) return null;
  const paths = measuredCorrelation(scores);
  const first = results[0].trained;
  const summary = run.schedule.summary();
  return {
    status: 'finished',
    spec: {
      ...spec,
      shares: ensembleWeights.members.overall,
      // The members have seen the backtest too. The held-out model keeps the bound of what it has seen.
      lower_bound: lowerBoundOf(histories.map(({ raw }) => raw)),
    },
    members,
    heldOut,
    ensembleWeights,
    calibration,
    paths,
    trainedUntil: trainedUntil(withoutHeldOut),
    kernel,
    notes,
    histories,
    heldOutModel: hasHeldOut ? heldOutModelWith(paths) : null,
    withoutHeldOut,
    kept,
    first,
    memberWindows: results[plan.heldOutTasks.length].trained.windows,
    position: {
      ...{ step: summary.stepsDone, steps: summary.stepsDone, share: 1 },
      ...{ epoch: summary.epoch, history: first.history, first: summary.first },
    },
    computeParts,
  };
}

/** Where the held-out observations lie in the fans. @returns null if an order stopped it */
function heldOutScores(
  { model, mixture }: MixedModel,
  withoutHeldOut: readonly PreparedSeries[],
  computeParts: TrainedEnsemble['computeParts'],
): Float64Array[] | null {
  const { count, scoresOf, all } = prepareHeldOutScores(model, withoutHeldOut);
  return all(computeParts({ name: 'paths', mixture }, { count, compute: scoresOf }));
}

/** Computes parts of works of the held-out model in this thread and in those that are free. */
function partsComputer(
  heldOut: readonly Member[],
  { pool, supervision, started }: TrainingRun,
): TrainedEnsemble['computeParts'] {
  /** Threads beside this one that may compute so many parts; null as long as the training is too short for one, or
   *  other jobs have the cores. */
  const freeThreads = (parts: number): number | null => {
    const ms = performance.now() - started;
    if (threadsAfter(ms, 1, pool) === 0) return null;
    supervision.cores.request(Math.min(parts, 1 + pool.threadsMax()));
    const threads = threadsAfter(ms, Math.min(parts, supervision.cores.granted()) - 1, pool);
    return threads > 0 ? threads : null;
  };
  return (work, parts) =>
    pool.computeParts(() => ({ heldOut: weightsOf(heldOut), work }), parts, {
      threads: () => freeThreads(parts.count),
      proceed: () => supervision.order() === 'run',
    });
}

/** Share of the steps from which a best validation loss counts as late: members then make all steps. */
const wholeShare = 0.7;

function shortened(steps: number, stepsShare: number): number {
  return stepsShare >= wholeShare ? steps : Math.max(1, Math.round(stepsShare * steps));
}
