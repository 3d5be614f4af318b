import type { Job, Model } from '../../../src/contracts/schemas/index.ts';
import type { Api } from '../api.ts';
import { figure } from '../figures.ts';
import { hiddenSize, horizon } from '../panel-model.ts';
import { inTurns, medianOver } from '../turns.ts';
import { forecastLoads } from './forecast-loads.ts';
import type { Part } from './part.ts';

const stepsOfLongTraining = 100_000;
/** Share of the rate that the callers of a load reach at which forecasts are called. */
const rateShare = 0.25;

/** Tail of the latency of forecasts while a training uses the cores. */
export const whileTraining: Part = {
  name: 'while_training',
  figures: ['forecast_while_training'],
  async measure(bench) {
    const panel = await bench.panelModel();
    const { run, kept } = await forecastLoads(bench, panel);
    const { perSecond } = await run(kept, {});
    const rate = Math.max(1, rateShare * perSecond);
    const seconds = 2 * bench.sizes.loadSeconds;
    const paced = () => run(kept, { rate, seconds });
    const [without, during] = await inTurns(bench.sizes.rounds, paced, async () => {
      const training = await startTraining(await bench.api(), panel.datasetId);
      try {
        return await paced();
      } finally {
        await training.cancel();
      }
    });
    return [
      figure(
        'forecast_while_training',
        'ratio',
        medianOver(during, ({ p99 }, i) => p99 / without[i].p99),
        { atMost: 2 },
        {
          rate_per_s: rate,
          p99_without_ms: medianOver(without, ({ p99 }) => p99),
          p99_during_ms: medianOver(during, ({ p99 }) => p99),
          p50_without_ms: medianOver(without, ({ p50 }) => p50),
          p50_during_ms: medianOver(during, ({ p50 }) => p50),
        },
      ),
    ];
  },
};

/** Starts a training that does not end by itself, and waits until it makes steps. */
async function startTraining(api: Api, datasetId: string): Promise<{ cancel(): Promise<void> }> {
  const { job } = await api.post<{ model: Model; job: Job }>('/v1/models', {
    dataset_id: datasetId,
    horizon,
    preset: 'fast',
    hidden_size: hiddenSize,
    steps: stepsOfLongTraining,
  });
  const path = `/v1/jobs/${job.id}`;
  const isTraining = ({ status, progress }: Job) => status === 'running' && progress?.phase === 'training';
  const waitFor = async (isReached: (now: Job) => boolean) => {
    for (let now = job; !isReached(now); now = await api.get<Job>(path)) {
      if (now.status === 'failed') throw new Error(`the training failed: ${now.error?.detail}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await waitFor(isTraining);
  return {
    async cancel() {
      await api.post(`${path}/cancel`, {});
      await waitFor(({ finished_at }) => finished_at !== null);
    },
  };
}
