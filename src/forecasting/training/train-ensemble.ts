import type { TrainTask } from '../../contracts/ports/index.ts';
import type { CardSentence } from '../../contracts/schemas/index.ts';
import { selectKernel } from '../../engine/index.ts';
import { type Supervision, type TrainingPosition, trainingProgress } from '../../training/index.ts';
import {
  decodeInitial,
  type FittedModel,
  type KeptForecasts,
  keepForecasts,
  type ModelParts,
  measuredCorrelation,
  type PathCorrelation,
  prepareHeldOutScores,
  prepareWeightsFit,
  weightsOf,
} from '../ensemble/index.ts';
import { familyOf, heldOutSpecs, layoutOf, memberSpecs, resolveSpec } from '../families/index.ts';
import { historiesOf, type SeriesHistory } from '../history/index.ts';
import { requireMemory } from '../network/index.ts';
import { createSampler, type PreparedSeries } from '../sampling/index.ts';
import { decodeCheckpoint, encodeCheckpoint, type TrainedMember } from './checkpoint.ts';
import { createTrainer } from './member-trainer.ts';
import { runSchedule, threadsAfter } from './run-schedule.ts';
import { createTrainingSchedule, type NetworkReport, type NetworkTask } from './schedule.ts';
import { type HeldOutMixture, heldOutModelOf, membersFrom, type ScoringWork } from './scoring.ts';
import type { Parts } from './shared-parts.ts';
import { createTrainingPool } from './training-pool.ts';

export interface TrainedEnsemble extends ModelParts {
  status: 'finished';
  notes: CardSentence[];
  histories: readonly SeriesHistory[];
  /** The model that was trained without the held-out parts; null if nothing is held out. */
  heldOutModel: { model: FittedModel; mixture: HeldOutMixture } | null;
  /** The series without the held-out parts. */
  fitted: readonly PreparedSeries[];
  /** Forecasts that this thread has made or received. */
  kept: KeptForecasts;
  /** The first held-out network; the first member if nothing is held out. */
  first: TrainedMember;
  /** End of the training, over all networks. */
  position: TrainingPosition;
  /** Computes parts of a work of the held-out model in this thread and in those that are free.
   *  @returns reader of the parts, in order; it returns null if an order stops the work */
  share<T>(work: ScoringWork, parts: Parts<T>): (index: number) => T | null;
}

export type Stopped = { status: 'cancelled' | 'suspended' };

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
  const { initialWeights } = task;
  const kernel = selectKernel(task.kernel ?? undefined);
  const resumed = task.checkpoint === null ? null : decodeCheckpoint(task.checkpoint);
  const histories = historiesOf(task.series, task.spec, task.header);
  const { spec, notes } = resumed ?? resolveSpec(task.spec, histories, task.header);
  requireMemory(heldOutSpecs(spec), kernel);
  requireMemory(memberSpecs(spec), kernel);
  const initial = initialWeights === null ? null : decodeInitial(initialWeights);
  const trainer = createTrainer({ kernel, spec, histories, initial });
  const fitted = trainer.fitted();
  const kept = keepForecasts();
  const hasHeldOut = fitted.some(({ split, raw }) => split.fitEnd < raw.length);
  const heldOutTasks: NetworkTask[] = hasHeldOut
    ? heldOutSpecs(spec).map((one, n) => ({ group: 'heldOut', n, spec: one }))
    : [];
  const decidesSteps = hasHeldOut && trainer.validation().length > 0 && familyOf(spec).stopsEarly;

  const schedule = createTrainingSchedule({
    heldOut: heldOutTasks,
    membersAfter: memberTasks,
    isDecided: (first) => !decidesSteps || first !== undefined,
    resumed,
  });
  const pool = createTrainingPool(
    { spec, histories, initialWeights, kernel: kernel.name, control: supervision.control },
    schedule,
    supervision.warn,
  );
  const progressAt = trainingProgress(supervision, schedule.summary().stepsDone);
  let lastReport: NetworkReport | null = null;
  const encode = () => encodeCheckpoint({ spec, notes, ...schedule.saved() });
  const progress = () => progressAt(positionNow());
  try {
    if (!(await runSchedule({ trainer, schedule, pool, supervision, encode, progress }))) return stopped();
    const training = mixedModel();
    return training === null ? stopped() : use(training);
  } finally {
    await pool.close();
    supervision.cores.request(1);
  }

  /** Mixes the trained networks with statistical methods. @returns null if an order stopped it */
  function mixedModel(): TrainedEnsemble | null {
    const results = schedule.results();
    const built = membersFrom(
      results.map(({ task, trained }) => ({ ...trained, spec: task.spec })),
      kernel,
    );
    const heldOut = built.slice(0, heldOutTasks.length);
    const members = built.slice(heldOutTasks.length);
    const share: TrainedEnsemble['share'] = (work, parts) =>
      pool.share(() => ({ heldOut: weightsOf(heldOut), work }), parts, {
        threads: () => freeThreads(parts.count),
        proceed: () => supervision.order() === 'run',
      });
    const weightsFit = prepareWeightsFit({ spec, heldOut, kernel, series: fitted, kept });
    const fittedWeights = weightsFit.fit(
      share({ name: 'weights' }, { count: weightsFit.count, compute: weightsFit.ingredientsOf }),
    );
    if (fittedWeights === null) return null;
    const { ensembleWeights, calibration } = fittedWeights;
    const modelWith = (paths: PathCorrelation | null): { model: FittedModel; mixture: HeldOutMixture } => {
      const mixture = { ensembleWeights: ensembleWeights.heldOut, calibration: calibration.heldOut, paths };
      return { model: heldOutModelOf({ spec, kernel, kept }, heldOut, mixture), mixture };
    };
    const scores = hasHeldOut ? scoresIn(modelWith(null), share) : [];
    if (scores === null) return null;
    const paths = measuredCorrelation(scores);
    const first = results[0].trained;
    return {
      status: 'finished',
      spec: { ...spec, shares: ensembleWeights.members.overall },
      members,
      heldOut,
      ensembleWeights,
      calibration,
      paths,
      kernel,
      notes,
      histories,
      heldOutModel: hasHeldOut ? modelWith(paths) : null,
      fitted,
      kept,
      first,
      position: positionOf(schedule.summary().stepsDone, first),
      share,
    };
  }

  /** Where the held-out observations lie in the fans. @returns null if an order stopped it */
  function scoresIn(
    { model, mixture }: { model: FittedModel; mixture: HeldOutMixture },
    share: TrainedEnsemble['share'],
  ): Float64Array[] | null {
    const { count, scoresOf, all } = prepareHeldOutScores(model, fitted);
    return all(share({ name: 'paths', mixture }, { count, compute: scoresOf }));
  }

  /** Threads beside this one that may compute so many parts; null as long as the training is too short for one. */
  function freeThreads(parts: number): number | null {
    const ms = performance.now() - started;
    if (threadsAfter(ms, 1, pool) === 0) return null;
    supervision.cores.request(Math.min(parts, 1 + pool.reach()));
    return threadsAfter(ms, Math.min(parts, supervision.cores.granted()) - 1, pool);
  }

  function stopped(): Stopped {
    return { status: supervision.order() === 'cancel' ? 'cancelled' : 'suspended' };
  }

  /** If the held-out network was best long before its end, the members end early too: after as many passes over their
   *  windows, of which they have more. */
  function memberTasks(trained: TrainedMember | undefined): NetworkTask[] {
    const share =
      decidesSteps && trained !== undefined
        ? (trained.bestStep / heldOutTasks[0].spec.steps) * (memberWindows() / Math.max(1, trained.windows))
        : 1;
    return memberSpecs(spec).map((one, n) => ({
      group: 'members',
      n,
      spec: { ...one, steps: shortened(one.steps, share) },
    }));
  }

  /** Number of training windows of the first member. */
  function memberWindows(): number {
    return createSampler(trainer.whole(), layoutOf(memberSpecs(spec)[0]), ({ raw }) => raw.length).windows;
  }

  function positionNow(): TrainingPosition {
    const { stepsDone, steps, share, report } = schedule.summary();
    lastReport = report ?? lastReport;
    return { ...positionOf(stepsDone, lastReport), steps, share };
  }

  function positionOf(step: number, network: Omit<NetworkReport, 'step'> | null): TrainingPosition {
    return {
      step,
      steps: step,
      share: 1,
      epoch: (step * spec.batch_size) / Math.max(1, network?.windows ?? 1),
      history: network?.history ?? [],
      first: schedule.summary().first,
    };
  }
}

/** Share of the steps from which a best validation loss counts as late: members then make all steps. */
const wholeShare = 0.7;

function shortened(steps: number, share: number): number {
  return share >= wholeShare ? steps : Math.max(1, Math.round(share * steps));
}
