import { join } from 'node:path';
import type pg from 'pg';
import type { Dataset, Job, Model, ModelSpec, NumericModel } from '../../../src/contracts/schemas/index.ts';
import { rounded } from '../../statistics.ts';
import { type Figure, figure, notAvailable, orNotAvailable, WrongAnswer } from '../figures.ts';
import { type TorchSettings, torchIsMissing, trainInTorch } from '../limits/torch.ts';
import type { TrainingAnswer, TrainingQuestion } from '../limits/training-process.ts';
import { startOwnProcess } from '../own-process.ts';
import { hiddenSize, horizon } from '../panel-model.ts';
import { dailySeries, writeTable } from '../series-files.ts';
import { inTurns, medianOver } from '../turns.ts';
import type { Part } from './part.ts';

const context = 64;
const batchSize = 128;
/** Overhead that a training may have, beside a share of the engine's own time. */
const overheadSecondsMax = 0.25;
const overheadShareMax = 0.02;

/** A training job from the queue to the published model, against the library alone and against PyTorch. */
export const training: Part = {
  name: 'training',
  figures: ['train_overhead', 'train_overhead_one_step', 'train_vs_python'],
  async measure(bench) {
    const { database } = await bench.stack();
    const api = await bench.api();
    const { series: count, points, steps } = bench.sizes.training;
    const series = dailySeries(count, points);
    const file = join(bench.folder, 'training.csv');
    await writeTable(file, series);
    const dataset = await api.upload<Dataset>('/v1/datasets', file);
    const library = startOwnProcess<TrainingQuestion, TrainingAnswer>(
      new URL('../limits/training-process.ts', import.meta.url),
    );
    bench.defer(() => library.stop());

    const settings = (steps: number) => ({
      dataset_id: dataset.id,
      horizon,
      preset: 'fast',
      hidden_size: hiddenSize,
      layers: 1,
      context_length: context,
      batch_size: batchSize,
      steps,
      members: 1,
    });
    const trained = async (steps: number, further: object = {}) => {
      const { model, job } = await api.train({ ...settings(steps), ...further });
      return { model: model as NumericModel, seconds: secondsOf(job) };
    };
    const warmUp = await trained(1);
    const spec = await requestedSpec(database, warmUp.model.id);
    const taskOf = (steps: number) => ({ spec: { ...spec, steps }, header: dataset, series });
    await library.ask(taskOf(1));
    /** @returns the figure, and a model of it */
    const overhead = async (name: string, steps: number) => {
      const [jobs, engine] = await inTurns(
        bench.sizes.trainings,
        () => trained(steps),
        () => library.ask(taskOf(steps)),
      );
      for (const [i, { sha256 }] of engine.entries())
        if (sha256 !== (jobs[i].model as Model).weights?.sha256)
          throw new WrongAnswer('the weights are not those that the library trains');
      const engineSeconds = medianOver(engine, ({ ms }) => ms / 1_000);
      const jobSeconds = medianOver(jobs, ({ seconds }) => seconds);
      const over = medianOver(jobs, ({ seconds }, i) => seconds - engine[i].ms / 1_000);
      const limit = rounded(overheadSecondsMax + overheadShareMax * engineSeconds);
      const raw = { job_s: jobSeconds, engine_s: engineSeconds, steps };
      const made = figure(name, 's', over, { atMost: limit }, raw);
      return { figure: made, jobSeconds, model: jobs[0].model };
    };
    const short = await overhead('train_overhead_one_step', 1);
    const long = await overhead('train_overhead', steps);
    return [long.figure, short.figure, await orNotAvailable('train_vs_python', againstTorch)];

    /** The script forecasts and measures nothing. A job does the same with a backtest of no windows. */
    async function againstTorch(): Promise<Figure> {
      const missing = await torchIsMissing();
      if (missing !== null) return notAvailable('train_vs_python', missing);
      const job = () => trained(steps, { validation: { windows: 0 } });
      const { spec, card } = long.model;
      const same: TorchSettings = {
        file,
        horizon,
        context,
        hidden: hiddenSize,
        layers: 1,
        batch: batchSize,
        rate: 1e-3,
        steps: card?.training.steps as number,
        networks: (spec.members as number) + 1, // and the one that calibrates the width
        quantiles: spec.quantiles,
      };
      const [python, jobs] = await inTurns(bench.sizes.pythonTrainings, () => trainInTorch(same), job);
      const seconds = medianOver(python, (one) => one.seconds);
      const jobSeconds = medianOver(jobs, (one) => one.seconds);
      return figure(
        'train_vs_python',
        'times as fast',
        seconds / jobSeconds,
        { atLeast: 3 },
        {
          python_s: seconds,
          job_s: jobSeconds,
          job_with_backtest_s: long.jobSeconds,
          steps: same.steps,
          networks: same.networks,
          python_import_s: medianOver(python, (one) => one.import_seconds),
        },
      );
    }
  },
};

/** From the accepted call to the published model. */
export function secondsOf({ created_at, finished_at }: Job): number {
  return (Date.parse(finished_at as string) - Date.parse(created_at)) / 1_000;
}

/** The settings that the training began with. */
async function requestedSpec(database: pg.Pool, id: string): Promise<ModelSpec> {
  const { rows } = await database.query('SELECT requested_spec FROM models WHERE id = $1', [id]);
  return rows[0].requested_spec;
}
