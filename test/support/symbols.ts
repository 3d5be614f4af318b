import type { SymbolForecast } from '../../src/contracts/schemas/forecasts/symbol-forecast.ts';
import type { Job } from '../../src/contracts/schemas/jobs/job.ts';
import type { SymbolModel } from '../../src/contracts/schemas/kinds/kinds.ts';
import type { TestApp } from './app.ts';

/** HTTP calls for models of symbols. */
export function symbolCalls(service: TestApp) {
  const post = (url: string, payload: object) => service.app.inject({ method: 'POST', url, payload });
  const calls = {
    post,
    /** Uploads the lines of a text as a dataset. Returns its id. */
    async lines(text: string, query: Record<string, string> = {}): Promise<string> {
      const headers = { 'content-type': 'text/plain' };
      const answer = await service.app.inject({
        method: 'POST',
        url: '/v1/datasets',
        query,
        headers,
        payload: text,
      });
      if (answer.statusCode !== 201) throw new Error(answer.body);
      return answer.json().id;
    },
    async trained(datasetId: string, settings: object = {}): Promise<SymbolModel> {
      const created = await post('/v1/models', { dataset_id: datasetId, preset: 'fast', ...settings });
      if (created.statusCode !== 202) throw new Error(created.body);
      const job: Job = await service.ended(created.json().job.id);
      if (job.status !== 'succeeded') throw new Error(`training ${job.status}: ${job.error?.detail}`);
      return (await service.app.inject(job.links.subject)).json();
    },
    async forecast(model: { id: string }, body: object): Promise<SymbolForecast> {
      const answer = await post(`/v1/models/${model.id}/forecasts`, body);
      if (answer.statusCode !== 200) throw new Error(answer.body);
      return answer.json();
    },
    /** Probability of each letter of a word, given the earlier letters. */
    async probabilities(model: { id: string }, word: string): Promise<number[]> {
      const { bits } = await calls.forecast(model, { context: word });
      return bits.map((bit) => 2 ** -bit);
    },
  };
  return calls;
}
