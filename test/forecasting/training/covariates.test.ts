import { expect, test } from 'vitest';
import type { FutureOfSeries } from '../../../src/contracts/ports/index.ts';
import type { Covariates } from '../../../src/contracts/schemas/datasets/covariates.ts';
import type { DatasetHeader, SeriesData } from '../../../src/contracts/schemas/datasets/dataset.ts';
import type { SeriesForecast } from '../../../src/contracts/schemas/forecasts/forecast.ts';
import type { ModelSpec } from '../../../src/contracts/schemas/models/model.ts';
import { limits } from '../../../src/contracts/values/limits.ts';
import {
  createRng,
  decodeSafetensors,
  encodeSafetensors,
  type Rng,
  selectKernel,
} from '../../../src/engine/index.ts';
import type { Member } from '../../../src/forecasting/ensemble/member.ts';
import { decodeParts, encodeWeights, modelOf } from '../../../src/forecasting/ensemble/weights-file.ts';
import { forecastSeries } from '../../../src/forecasting/serving/forecast.ts';
import { forecastTask, header as plainHeader, run, specOf, succeeded } from '../support.ts';

const horizon = 6;
const length = 200;
const none: Covariates = { past: [], future: [], static: [] };

interface World {
  series: SeriesData[]; // with `horizon` rows more than are told
  covariates: Covariates;
}

/** Series of `length + horizon` values, whose columns are made by `columns` for each series. */
function world(
  covariates: Partial<Covariates>,
  count: number,
  make: (
    rng: Rng,
    i: number,
  ) => {
    value: (t: number) => number;
    columns: Record<string, (t: number) => number>;
    static?: Record<string, string | number | undefined>;
  },
): World {
  const rng = createRng(4);
  const series = Array.from({ length: count }, (_, i): SeriesData => {
    const { value, columns, static: attributes = {} } = make(rng, i);
    const all = (valueAt: (t: number) => number) =>
      Float64Array.from({ length: length + horizon }, (_, t) => valueAt(t));
    return {
      id: `s${i}`,
      times: all((t) => t),
      covariates: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, all(column)])),
      values: all(value),
      static: Object.fromEntries(
        Object.entries(attributes).flatMap(([name, one]) => (one === undefined ? [] : [[name, one]])),
      ),
    };
  });
  return { series, covariates: { ...none, ...covariates } };
}

const header = ({ series }: World): DatasetHeader => ({
  ...plainHeader,
  covariates: Object.keys(series[0].covariates),
});

/** The observations that are known at the end of the history. */
function known(series: SeriesData, end = length): SeriesData {
  const cut = (column: Float64Array) => column.slice(0, end);
  return {
    ...series,
    times: cut(series.times),
    values: cut(series.values),
    covariates: Object.fromEntries(Object.entries(series.covariates).map(([name, c]) => [name, cut(c)])),
  };
}

function ahead(series: SeriesData, end = length): FutureOfSeries {
  const cut = (column: Float64Array) => column.slice(end, end + horizon);
  const covariates = Object.fromEntries(Object.entries(series.covariates).map(([name, c]) => [name, cut(c)]));
  return { given: [{ times: null, covariates }], stored: [] };
}

async function trainedOn(data: World, covariates: Covariates, settings: Partial<ModelSpec> = {}) {
  const small = { members: 1, hidden_size: 24, decoder_size: 24, batch_size: 64, steps: 250 };
  const spec = specOf({ horizon, covariates, ...small, ...settings });
  const trained = succeeded(
    await run({ spec, header: header(data), series: data.series.map((one) => known(one)) }),
  );
  const model = modelOf(decodeParts(trained.weights.bytes, ['members'], selectKernel(undefined), 64), 64);
  return {
    trained,
    forecast(series = data.series.map((one) => known(one)), future = data.series.map((one) => ahead(one))) {
      const answers = forecastSeries(
        forecastTask(trained, series, { header: header(data), future, quantiles: [0.1, 0.3, 0.5, 0.7, 0.9] }),
        model,
        64,
      );
      return answers.map((answer): SeriesForecast => {
        if ('problem' in answer) throw new Error(answer.problem.detail);
        return answer;
      });
    },
  };
}

/** Weighted quantile loss of the steps after the history. */
function lossOf(data: World, forecasts: SeriesForecast[]): number {
  let loss = 0;
  let size = 0;
  for (const [i, { quantiles }] of forecasts.entries())
    for (let h = 0; h < horizon; h++) {
      const y = data.series[i].values[length + h];
      size += Math.abs(y);
      const levels = Object.entries(quantiles);
      for (const [p, path] of levels) {
        const error = y - path[h];
        loss += (2 * Math.max(Number(p) * error, (Number(p) - 1) * error)) / levels.length;
      }
    }
  return loss / size;
}

/** How much the loss falls with the covariates. */
async function gain(
  data: World,
  without: Covariates = none,
  settings: Partial<ModelSpec> = {},
): Promise<number> {
  const lossWith = async (covariates: Covariates) =>
    lossOf(data, (await trainedOn(data, covariates, settings)).forecast());
  return 1 - (await lossWith(data.covariates)) / (await lossWith(without));
}

const flag = (rng: Rng, share: number) => {
  const flags = Array.from({ length: length + horizon }, () => (rng.uniform() < share ? 1 : 0));
  return (t: number) => flags[t];
};
const noise = (rng: Rng, size: number) => {
  const errors = Array.from({ length: length + horizon }, () => size * rng.normal());
  return (t: number) => errors[t];
};

/** Sales by day of the week, and half as many again in a promotion. */
const promotions = () =>
  world({ future: ['promotion'] }, 8, (rng, i) => {
    const promotion = flag(rng, 0.3);
    const error = noise(rng, 1);
    const level = 40 + 10 * i;
    return {
      columns: { promotion },
      value: (t) => level + 5 * Math.sin((2 * Math.PI * t) / 7) + 0.5 * level * promotion(t) + error(t),
    };
  });

test('a known-future covariate with an effect on the values more than halves the loss, with a season', async () => {
  expect(await gain(promotions(), none, { season_length: 7 })).toBeGreaterThan(0.5);
});

test('a known-future covariate with an effect on the values more than halves the loss, without a season', async () => {
  const data = world({ future: ['price'] }, 8, (rng) => {
    const price = noise(rng, 1);
    const error = noise(rng, 0.5);
    return { columns: { price }, value: (t) => 100 - 10 * price(t) + error(t) };
  });
  expect(await gain(data)).toBeGreaterThan(0.5);
});

test('a past covariate that runs ahead of the values more than halves the loss', async () => {
  const data = world({ past: ['orders'] }, 8, (rng) => {
    const orders = noise(rng, 1);
    const error = noise(rng, 0.5);
    return {
      columns: { orders },
      value: (t) => 100 + (t < horizon ? 0 : 10 * orders(t - horizon)) + error(t),
    };
  });
  expect(await gain(data, none, { steps: 400, learning_rate: 0.01 })).toBeGreaterThan(0.5);
});

test('a static attribute that gives the direction of an event more than halves the loss', async () => {
  const data = world({ future: ['event'], static: ['side'] }, 16, (rng, i) => {
    // Rare in the history, certain in the horizon: the context does not say which way it goes.
    const events = flag(rng, 0.04);
    const event = (t: number) => (t < length ? events(t) : 1);
    const error = noise(rng, 1);
    const sign = i % 2 === 0 ? 1 : -1; // which the mean effect does not tell
    return {
      columns: { event },
      value: (t) => 100 + 8 * sign * event(t) + error(t),
      static: { side: sign > 0 ? 'up' : 'down' },
    };
  });
  const settings = { context_length: 12, steps: 400 };
  expect(await gain(data, { ...none, future: ['event'] }, settings)).toBeGreaterThan(0.5);
});

test('nothing before the origin depends on anything after it but known-future covariates', async () => {
  const data = world({ past: ['visitors'], future: ['promotion'], static: ['region'] }, 3, (rng, i) => {
    const promotion = flag(rng, 0.3);
    const visitors = noise(rng, 1);
    const error = noise(rng, 1);
    return {
      columns: { promotion, visitors },
      value: (t) => 50 + 20 * promotion(t) + 5 * visitors(t) + error(t),
      static: { region: `r${i}` },
    };
  });
  const origin = 180;
  const { trained, forecast } = await trainedOn(data, data.covariates, { steps: 60 });
  const future = data.series.map((one) => ahead(one, origin));
  const before = forecast(
    data.series.map((one) => known(one, origin)),
    future,
  );
  // Rows after the origin that have no value yet, only columns of their own.
  const tampered = data.series.map((one) => {
    const all = known(one);
    all.values.fill(Number.NaN, origin);
    all.covariates.visitors.fill(9_999, origin);
    all.covariates.promotion.fill(77, origin);
    return all;
  });
  expect(forecast(tampered, future)).toEqual(before);

  // Of training: what is in the backtest changes nothing that was learnt.
  const { windows, step } = trained.spec.validation as { windows: number; step: number };
  const trainEnd = length - horizon - (windows - 1) * step;
  const changed: World = {
    ...data,
    series: data.series.map((one) => {
      const copy = structuredClone(one);
      for (let t = trainEnd; t < length + horizon; t++) {
        copy.values[t] = 1_000 + ((t * 37) % 11);
        copy.covariates.visitors[t] = -500 + t;
        copy.covariates.promotion[t] = 5;
      }
      return copy;
    }),
  };
  const again = await trainedOn(changed, data.covariates, { steps: 60 });
  const heldOut = [trained, again.trained].map(({ weights }) => {
    const { tensors } = decodeSafetensors(weights.bytes);
    const { calibration, ensembleWeights } = decodeParts(weights.bytes, ['heldOut'], selectKernel(), 1);
    const networks = [...tensors].filter(([name]) => name.startsWith('evaluation.'));
    return { networks, calibration: calibration.heldOut, weights: ensembleWeights.heldOut };
  });
  expect(heldOut[0].networks.length).toBeGreaterThan(9);
  expect(heldOut[1]).toEqual(heldOut[0]);
  expect(again.trained.spec.encoding).toEqual(trained.spec.encoding);
});

test('the same seed gives the same bytes; other covariates give others', async () => {
  const data = promotions();
  const hash = async (covariates: Covariates) =>
    (await trainedOn(data, covariates, { steps: 30 })).trained.weights.sha256;
  expect(await hash(data.covariates)).toBe(await hash(data.covariates));
  expect(await hash(data.covariates)).not.toBe(await hash(none));
});

test('forecasts stay finite if covariates are missing in some steps or in all', async () => {
  const data = world(
    { past: ['visitors', 'nothing'], future: ['promotion'], static: ['region', 'size'] },
    4,
    (rng, i) => {
      const promotion = flag(rng, 0.3);
      const visitors = noise(rng, 1);
      const error = noise(rng, 1);
      return {
        columns: {
          promotion: (t) => ((t + i) % 5 === 0 ? Number.NaN : promotion(t)),
          visitors: (t) => (t % 3 === 0 ? Number.NaN : visitors(t)),
          nothing: () => Number.NaN,
        },
        value: (t) => 50 + 20 * promotion(t) + error(t),
        static: i === 0 ? {} : { region: `r${i % 2}`, size: i },
      };
    },
  );
  const { forecast } = await trainedOn(data, data.covariates, { steps: 60 });
  for (const { mean, quantiles } of forecast())
    for (const value of [...mean, ...Object.values(quantiles).flat()])
      expect(Number.isFinite(value)).toBe(true);
  const stranger = known({ ...data.series[1], id: 'stranger', covariates: {}, static: { region: 'moon' } });
  const [answer] = forecast([stranger], [ahead(data.series[1])]);
  expect(answer.mean.every(Number.isFinite)).toBe(true);
  const told = answer.warnings.join(' ');
  for (const name of ['visitors', 'promotion', 'region', 'size']) expect(told).toContain(`\`${name}\``);
});

test('the largest attributes fit the header of a weights file', async () => {
  const { series, covariates } = promotions();
  const { trained } = await trainedOn({ series: series.slice(0, 1), covariates }, covariates, { steps: 1 });
  const parts = decodeParts(trained.weights.bytes, ['members', 'heldOut'], selectKernel(), 1);
  expect(trained.spec.encoding).not.toBeNull();
  for (const { spec } of [...parts.members, ...parts.heldOut])
    expect(spec.encoding).toEqual(trained.spec.encoding);
  const classes = Array.from({ length: 64 }, (_, i) => '"'.repeat(limits.attributeLengthMax - 2) + 10 + i);
  const attributes = Array.from({ length: limits.attributesMax }, () => ({ classes, center: 0, scale: 1 }));
  const encoding = { ...trained.spec.encoding!, static: attributes };
  const large = (member: Member) => ({ ...member, spec: { ...member.spec, encoding } });
  const { bytes } = encodeWeights({
    ...parts,
    spec: { ...parts.spec, encoding },
    members: Array.from({ length: limits.membersMax }, () => large(parts.members[0])),
    heldOut: parts.heldOut.map(large),
  });
  expect(JSON.parse(decodeSafetensors(bytes).metadata.spec).encoding).toEqual(encoding);

  // Files of earlier versions repeat the encoding for each network.
  const { tensors, metadata } = decodeSafetensors(trained.weights.bytes);
  const [{ spec }] = parts.members;
  const earlier = encodeSafetensors([...tensors.values()], {
    ...metadata,
    'members.0.spec': JSON.stringify(spec),
  });
  expect(decodeParts(earlier, ['members'], selectKernel(), 1).members[0].spec).toEqual(spec);
});
