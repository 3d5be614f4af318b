/** Models of the monthly concentration of CO₂ on Mauna Loa, tested on the same windows. */
import { readFileSync } from 'node:fs';
import { answered, createClient, waitForJob } from '../../clients/typescript/src/index.ts';

const file = 'node_modules/vega-datasets/data/co2-concentration.csv';

export interface Trained {
  dataset: string;
  models: string[];
  /** The last model, and its training. */
  best: { model: string; job: string };
}

export async function trainModels(url: string): Promise<Trained> {
  const client = createClient({ url });
  const uploaded = await fetch(`${url}/v1/datasets?name=CO2%20Mauna%20Loa`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: readFileSync(file),
  });
  const { id: dataset } = (await uploaded.json()) as { id: string };
  const train = async (name: string, cell: 'gru' | 'lstm' | 'rnn', preset: 'fast' | 'balanced') => {
    const body = { dataset_id: dataset, horizon: 12, preset, cell, name, tags: ['monthly'] };
    const { model, job } = await answered(client.POST('/v1/models', { body }));
    await waitForJob(client, job.id);
    return { model: model.id, job: job.id };
  };
  const others = [await train('Mauna Loa RNN', 'rnn', 'fast'), await train('Mauna Loa LSTM', 'lstm', 'fast')];
  const best = await train('Mauna Loa', 'gru', 'balanced');
  const models = [...others.map(({ model }) => model), best.model];
  const alias = { params: { path: { name: 'production' } }, body: { model_id: best.model } };
  await answered(client.PUT('/v1/aliases/{name}', alias));
  for (const model of models) {
    const body = { model_id: model, windows: 60, step: 3, horizon: 12 };
    const { job } = await answered(client.POST('/v1/backtests', { body }));
    await waitForJob(client, job.id);
  }
  return { dataset, models, best };
}
