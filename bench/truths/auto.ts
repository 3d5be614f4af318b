import type { DatasetHeader } from '../../src/contracts/schemas/index.ts';
import { selectKernel } from '../../src/engine/index.ts';
import { createEnsemble, decodeParts, forecastSeries } from '../../src/forecasting/index.ts';
import { createCoreBudget } from '../../src/training/index.ts';
import { requestedSpec } from '../requested-spec.ts';
import { trainAlone } from '../train-alone.ts';
import { gridLevels } from './coverage.ts';
import type { Truth } from './truths.ts';

const batchMax = 64;
const coresMax = 2;
const budget = createCoreBudget(coresMax, 1);

export interface AutoForecast {
  median: number[]; // [K]
  lower: number[]; // [K], of the 80 % interval
  upper: number[]; // [K]
  /** Quantiles at `gridLevels`. */
  quantiles: number[][]; // [levels][K]
}

export interface AutoModel {
  /** Forecasts from the end of each history, which begins where that of the training began. */
  forecast(histories: readonly Float64Array[]): AutoForecast[];
  /** Season of the model. */
  season: number;
  /** All seasons of the model, if there are several. */
  seasons: readonly number[] | undefined;
  family: string;
  /** Methods of the card. */
  methods: string[];
}

/** Trains with `fast`, as the API does. */
export async function trainedOn(
  histories: readonly Float64Array[],
  { horizon, proposed }: Truth,
  seed: number,
): Promise<AutoModel> {
  const header: DatasetHeader = {
    time_kind: 'integer',
    time_zone: null,
    target: 'y',
    covariates: [],
    frequency: {
      kind: 'index',
      step: '1',
      season_lengths: [...proposed],
      closed_weekdays: [],
      closures: [],
      open_times: null,
    },
  };
  const seriesOf = (all: readonly Float64Array[]) =>
    all.map((values, i) => ({
      id: `s${i}`,
      times: Float64Array.from(values, (_, t) => t),
      values,
      covariates: {},
      static: {},
    }));
  const { weights, spec, card } = await budget.use((cores) =>
    trainAlone(
      {
        spec: requestedSpec({ target: 'y', horizon, preset: 'fast', seed }),
        header,
        series: seriesOf(histories),
      },
      cores,
    ),
  );
  const parts = decodeParts(weights.bytes, ['members'], selectKernel(), batchMax);
  const model = createEnsemble({
    ...parts,
    calibration: parts.calibration.members,
    ensembleWeights: parts.ensembleWeights.members,
    batchMax,
  });
  const settings = { horizon, quantiles: [...gridLevels], levels: [80], samples: 0, seed: 1, fittedSteps: 0 };
  const forecast = (all: readonly Float64Array[]) =>
    forecastSeries({ header, series: seriesOf(all), ...settings }, model, batchMax).map(
      (answer, i): AutoForecast => {
        if ('problem' in answer) {
          const path = new Array<number>(horizon).fill(all[i].at(-1)!);
          return { median: path, lower: path, upper: path, quantiles: gridLevels.map(() => path) };
        }
        const { median, intervals, quantiles } = answer;
        return { median, ...intervals['80'], quantiles: gridLevels.map((p) => quantiles[String(p)]) };
      },
    );
  return {
    forecast,
    season: spec.season_length ?? 1,
    seasons: spec.seasons ?? undefined,
    family: spec.family ?? 'none',
    methods: Object.keys(card.metrics).filter((name) => name !== 'auto'),
  };
}
