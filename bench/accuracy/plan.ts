import type { BenchFolder, BenchSeries, EvaluationTask } from './folder.ts';

/** The observations of a series that a fit reads, and the origins of its forecasts. */
export interface PlannedSeries {
  series: number; // its position in the folder
  known: number; // observations that a fit may read
  origins: number[]; // observations before each forecast, at least `known`
}

/** Series of one season and horizon, which a user would upload as one dataset. */
export interface PlannedGroup {
  season: number;
  horizon: number;
  series: PlannedSeries[];
}

export interface PlannedBlock {
  groups: PlannedGroup[];
}

export interface PlannedEvaluation {
  name: string;
  /** Null if it differs by series. */
  horizon: number | null;
  blocks: PlannedBlock[];
}

/** @throws Error if an evaluation has nothing to forecast */
export function planEvaluations({ series, evaluations }: BenchFolder): PlannedEvaluation[] {
  return evaluations.map((task) => {
    const blocks = blocksOf(task, series).map((planned) => ({ groups: grouped(planned, series, task) }));
    if (blocks.some(({ groups }) => groups.length === 0))
      throw new Error(`Evaluation "${task.name}" has a block that no series is long enough for.`);
    const horizons = new Set(blocks.flatMap(({ groups }) => groups.map(({ horizon }) => horizon)));
    return { name: task.name, horizon: horizons.size === 1 ? [...horizons][0] : null, blocks };
  });
}

function blocksOf(task: EvaluationTask, series: readonly BenchSeries[]): PlannedSeries[][] {
  switch (task.kind) {
    case 'official_split':
      return [
        series.flatMap(({ trainLength, values }, i) =>
          trainLength < values.length ? [{ series: i, known: trainLength, origins: [trainLength] }] : [],
        ),
      ];
    case 'windows': {
      const origins = task.ends.map((end) => end - task.horizon).sort((a, b) => a - b);
      const known = task.train_end ?? origins[0];
      const last = Math.max(...task.ends);
      return [
        series.flatMap(({ values }, i) => (values.length >= last ? [{ series: i, known, origins }] : [])),
      ];
    }
    case 'rolling':
      return rollingBlocks(task, series);
  }
}

/** Blocks of times on the union of the set's times, counted back from its end. A series takes part if it has enough
 *  before the block and covers it; it is forecast from the last value before the block and from every one in it
 *  whose horizon ends inside. */
function rollingBlocks(
  { horizon, blocks, block_steps, min_history }: Extract<EvaluationTask, { kind: 'rolling' }>,
  series: readonly BenchSeries[],
): PlannedSeries[][] {
  const union = [...new Set(series.flatMap(({ times }) => times))].sort(ascending);
  return Array.from({ length: blocks }, (_, b) => {
    const end = union.length - (blocks - 1 - b) * block_steps; // exclusive
    const [first, last] = [union[Math.max(0, end - block_steps)], union[end - 1]];
    return series.flatMap(({ times }, i) => {
      const known = times.findIndex((time) => ascending(time, first) >= 0);
      const after = times.findIndex((time) => ascending(time, last) > 0);
      const stop = after < 0 ? times.length : after;
      const runsThrough = known >= min_history && ascending(times[times.length - 1], last) >= 0;
      const count = stop - horizon - known + 1;
      if (!runsThrough || count < 1) return [];
      return [{ series: i, known, origins: Array.from({ length: count }, (_, j) => known + j) }];
    });
  });
}

function ascending(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function grouped(
  planned: readonly PlannedSeries[],
  series: readonly BenchSeries[],
  task: EvaluationTask,
): PlannedGroup[] {
  const keyed = planned.map((one) => {
    const { season, horizon, values, trainLength } = series[one.series];
    const own = task.horizon ?? horizon ?? values.length - trainLength;
    return { one, season, horizon: own };
  });
  const groups = Map.groupBy(keyed, ({ season, horizon }) => `${season} ${horizon}`);
  return [...groups.values()].map((members) => ({
    season: members[0].season,
    horizon: members[0].horizon,
    series: members.map(({ one }) => one),
  }));
}
