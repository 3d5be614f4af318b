import type { DatasetHeader } from '../../src/contracts/schemas/index.ts';
import { selectKernel } from '../../src/engine/index.ts';
import { createEnsemble, decodeParts, forecastSeries } from '../../src/forecasting/index.ts';
import { createCoreBudget } from '../../src/training/index.ts';
import { trainAlone } from '../train-alone.ts';
import { specWith } from './spec.ts';
import type { Truth } from './truths.ts';

const batchMax = 64;
const coresMax = 2;
const budget = createCoreBudget(coresMax, 1);

export interface AutoForecast {
  median: number[]; // [K]
  lower: number[]; // [K], of the 80 % interval
  upper: number[]; // [K]
}

export interface AutoForecasts {
  forecasts: AutoForecast[];
  /** Season of the model. */
  season: number;
  family: string;
  /** Methods of the card. */
  methods: string[];
}

/** Trains with `fast` and forecasts from the end of each series, as the API does. */
export async function autoForecasts(
  histories: readonly Float64Array[],
  { horizon, proposed }: Truth,
  seed: number,
): Promise<AutoForecasts> {
  const header: DatasetHeader = {
    time_kind: 'integer',
    time_zone: null,
    target: 'y',
    covariates: [],
    frequency: {
      ...{ kind: 'index', step: '1', season_lengths: [...proposed] },
      ...{ closed_weekdays: [], closures: [], open_times: null },
    },
  };
  const series = histories.map((values, i) => ({
    id: `s${i}`,
    times: Float64Array.from(values, (_, t) => t),
    values,
    covariates: {},
    static: {},
  }));
  const { weights, spec, card } = await budget.use((cores) =>
    trainAlone({ spec: specWith(horizon, seed), header, series }, cores),
  );
  const parts = decodeParts(weights.bytes, ['members'], selectKernel(), batchMax);
  const model = createEnsemble({ ...parts, ensembleWeights: parts.ensembleWeights.members, batchMax });
  const answers = forecastSeries(
    { header, series, horizon, quantiles: [0.5], levels: [80], samples: 0, seed: 1, fittedSteps: 0 },
    model,
    batchMax,
  );
  const forecasts = answers.map((answer, i): AutoForecast => {
    if ('problem' in answer) {
      const last = histories[i].at(-1)!;
      const path = new Array<number>(horizon).fill(last);
      return { median: path, lower: path, upper: path };
    }
    const { median, intervals } = answer;
    return { median, ...intervals['80'] };
  });
  return {
    forecasts,
    season: spec.season_length ?? 1,
    family: spec.family ?? 'none',
    methods: Object.keys(card.metrics).filter((name) => name !== 'auto'),
  };
}
