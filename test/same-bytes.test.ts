/** Four small models, one of each family and one of symbols, trained with fixed seeds on the reference kernel. Their
 *  bytes do not depend on how the code is arranged. A commit that changes numbers updates the hashes and says so; a
 *  failure prints the new ones. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { WorkOutcome } from '../src/contracts/ports/index.ts';
import type { DatasetHeader, SeriesData } from '../src/contracts/schemas/datasets/dataset.ts';
import type { ModelSpec } from '../src/contracts/schemas/models/model.ts';
import { defaultQuantiles } from '../src/contracts/schemas/models/settings.ts';
import { createRng } from '../src/engine/index.ts';
import { forecast, rollingBacktest, trace, train } from '../src/forecasting/index.ts';
import * as threads from '../src/processes/compute-thread.ts';
import { backtestSymbols, forecastSymbols, symbolTrace, trainSymbols } from '../src/sequences/index.ts';
import { unsupervised } from '../src/training/index.ts';
import { header as indexHeader, specOf } from './forecasting/support.ts';
import { letters, symbolSpec } from './sequences/support.ts';

/** Plain TypeScript: the same on every CPU. */
const kernel = 'reference';
const dayMs = 86_400_000;

const columnOf = (length: number, valueAt: (t: number) => number) =>
  Float64Array.from({ length }, (_, t) => valueAt(t));

/** Days of two shops, with a week's season, promotions that are known in advance, and gaps. */
const shopDays = 180;
const shops = [1, 2].map((seed): SeriesData => {
  const rng = createRng(seed);
  const promotion = columnOf(shopDays, () => (rng.int(4) === 0 ? 1 : 0));
  const visitors = columnOf(shopDays, (t) => (t === 70 ? Number.NaN : 20 + rng.int(9)));
  const values = columnOf(shopDays, (t) => 40 * seed + 6 * (t % 7) + 12 * promotion[t] + rng.int(64) / 8);
  values[50 + seed] = Number.NaN;
  return {
    id: `shop ${seed}`,
    times: columnOf(shopDays, (t) => Date.UTC(2024, 0, 1) + t * dayMs),
    values,
    covariates: { promotion, visitors },
    static: { region: seed === 1 ? 'coast' : 'hills' },
  };
});
const shopHeader: DatasetHeader = {
  ...indexHeader,
  time_kind: 'date',
  covariates: ['promotion', 'visitors'],
  frequency: { ...indexHeader.frequency, kind: 'calendar', step: 'P1D', season_lengths: [7] },
};
const shopSpec = specOf({
  family: 'seasonal',
  horizon: 5,
  members: 2,
  layers: 2,
  hidden_size: 6,
  decoder_size: 6,
  batch_size: 16,
  steps: 60,
  season_length: 7,
  covariates: {
    past: ['visitors'],
    future: ['promotion'],
    static: ['region'],
    time_features: ['day_of_week', 'is_month_end'],
  },
});

/** A walk in cents on weekdays; Good Friday of 2024 is two days after the last one. */
const priceDays = 300;
const tradingDays = Array.from({ length: 2 * priceDays }, (_, day) => Date.UTC(2023, 1, 2) + day * dayMs)
  .filter((time) => new Date(time).getUTCDay() % 6 !== 0)
  .slice(0, priceDays);
const priceRng = createRng(3);
let cents = 10_000;
const prices: SeriesData = {
  id: 'share',
  times: Float64Array.from(tradingDays),
  values: columnOf(priceDays, (t) => {
    const size = t % 60 < 30 ? 80 : 240; // calm and stormy
    cents += priceRng.int(2 * size + 1) - size;
    return cents / 100;
  }),
  covariates: {},
  static: {},
};
const priceHeader: DatasetHeader = {
  ...indexHeader,
  time_kind: 'date',
  frequency: {
    ...indexHeader.frequency,
    kind: 'calendar',
    step: 'P1D',
    season_lengths: [5],
    closed_weekdays: [6, 7],
  },
};
const priceSpec = specOf({
  ...{ family: 'prices', cell: 'lstm', horizon: 5, members: 2, batch_size: 32, steps: 60 },
  calendar: 'XNYS',
});

/** Counts by month, whose forecasts are mixed with those of statistical methods. */
const months = 48;
const counts = [4, 5, 6, 7, 8].map((seed): SeriesData => {
  const rng = createRng(seed);
  return {
    id: `count ${seed}`,
    times: columnOf(months, (t) => Date.UTC(2020, t, 1)),
    values: columnOf(months, (t) => 10 * seed + t + 5 * Math.abs((t % 12) - 6) + rng.int(12)),
    covariates: {},
    static: {},
  };
});
const countHeader: DatasetHeader = {
  ...indexHeader,
  time_kind: 'date',
  frequency: {
    ...indexHeader.frequency,
    kind: 'calendar',
    step: 'P1M',
    season_lengths: [12],
    day_of_month: 1,
  },
};
const countSpec = specOf({
  ...{ family: 'short', cell: 'rnn', horizon: 4, members: 2, hidden_size: 6, decoder_size: 6 },
  ...{ batch_size: 16, steps: 60, bounds: { lower: 0, upper: null, integer: true } },
});

/** So many sentences that some are held out. */
const animals = ['cat', 'dog', 'hen', 'ox'];
const { vocabulary, sequences } = letters(
  ['the mat', 'a log', 'my hat'].flatMap((place) => animals.map((animal) => `the ${animal} sat on ${place}`)),
);
const letterSpec = symbolSpec({
  ...{ layers: 2, hidden_size: 12, embedding_size: 6, dropout: 0.1 },
  ...{ context_length: 16, batch_size: 4, steps: 100 },
});

test('seasonal', async () => {
  const model = await trained(shopSpec, shopHeader, shops);
  const { task } = model;
  const promotion = Float64Array.of(0, 1, 0, 0, 1);
  const future = shops.map(() => ({ given: [{ times: null, covariates: { promotion } }], stored: [] }));
  const plan = { windows: 3, step: 2, horizon: 4, refit: true, refit_every: 2 };
  expect({
    ...model.hashes,
    forecast: hashOf(await forecast({ ...task, future, samples: 3, fittedSteps: 4, explain: true })),
    memory: hashOf(await threads.memory({ ...task, windowsMax: 8 })),
    trace: hashOf(await trace({ ...task, series: shops[0], network: 1, lastSteps: null, numbersMax: 1e6 })),
    refits: hashOf(
      succeeded(
        await rollingBacktest(
          {
            ...{ weights: task.weights, requested: shopSpec, checkpoint: null },
            ...{ header: shopHeader, series: shops, plan, kernel },
          },
          unsupervised(),
        ),
      ),
    ),
    onnx: sha256(await threads.onnx(task.weights)),
  }).toEqual({
    weights: '1415045072515b6edd0a8cc7a58bfb0ecca8bcd5526ae36552798ff95a9469a5',
    card: 'c78cbbe2642add04d911b821378859b5d49b26eaaf06d75ffcf5ee3b8a6e473a',
    forecast: 'f4978429398f5d531efb548437cc1d0ef4db3ebe3e714ccf4034552b4ae85ed8',
    memory: '757a125d8df66f752cfbbff71dad641cdacc08e647d74f3d0ef70b1d5d7c5365',
    trace: '559f760314397bc93cea2e2972071636468103acd8c94492a5405446fc76133f',
    refits: 'b565e896317d3df5ecb4f195700aacd18918c0f32a9347cfed92c7640dfed2f4',
    onnx: '2b6577dbfcf6862fb47482b4d7296e056fce023d9d750c397627cb03dcef88ce',
  });
});

test('prices', async () => {
  const model = await trained(priceSpec, priceHeader, [prices]);
  const { task } = model;
  const [from, to] = [tradingDays[priceDays - 40], tradingDays[priceDays - 1]];
  const plan = { windows: 6, step: 3, horizon: 5, refit: false };
  expect({
    ...model.hashes,
    forecast: hashOf(await forecast({ ...task, samples: 3, fittedSteps: 4, explain: true })),
    anomalies: hashOf(await threads.anomalies({ ...task, level: 80, from, to })),
    backtest: hashOf(
      succeeded(
        await rollingBacktest(
          {
            ...{ weights: task.weights, requested: priceSpec, checkpoint: null },
            ...{ header: priceHeader, series: [prices], plan, kernel },
          },
          unsupervised(),
        ),
      ),
    ),
  }).toEqual({
    weights: '228c4d86274e352a5fd75bc9c509ea36ff1072786a3e5a171a3d6f504446bfff',
    card: 'f5ef660610016bd75c51dc6e68302b88a9a42809fd7452b302886a57851ec983',
    forecast: '66c206feb8792754d71e823633b88f5edbd86e1fa98d97578267534cddef944d',
    anomalies: 'bf777d61bd965ec3e826151ef58f577a17bed6fa26b7f8fbde122530cc7d6740',
    backtest: '5a180b9d9cd6259230585d522b018db2744d858b48a6209db8e33bc5594644c6',
  });
});

test('short', async () => {
  const model = await trained(countSpec, countHeader, counts);
  expect(Object.keys(model.task.spec.shares!).length).toBeGreaterThan(2); // networks and methods
  expect({
    ...model.hashes,
    forecast: hashOf(await forecast({ ...model.task, samples: 3, fittedSteps: 4, explain: true })),
  }).toEqual({
    weights: 'fee0d3fbf17ccfa611e7fef65740792b8a9e372c40d17f35409b20b2df9b00cf',
    card: '356bcb43eabd667c8af11d755b34ca5a3c124647c894e411e2b0d090825cccb8',
    forecast: '4a162ae4c9e44ec65baedcddcd9db0e42dcecf0079b6e7cecb3cbff6a65d56a0',
  });
});

test('symbols', async () => {
  const { weights, card } = succeeded(
    await trainSymbols(
      { spec: letterSpec, vocabulary, sequences, checkpoint: null, initialWeights: null, kernel },
      unsupervised(),
    ),
  );
  // The parts say the same as the sentences.
  const { training, summary_parts: _, note_parts: __, ...measured } = card;
  const asked = { weights, kernel, context: 'the cat sat?' };
  const ends = sequences.map((sequence) => ({ ...sequence, isWhole: true }));
  const drawn = { top: 30, length: 6, beams: 3, samples: 2, temperature: 1, seed: 1 };
  const other = letters(['the dog ran', 'a mat?']);
  expect({
    weights: sha256(weights.bytes),
    card: hashOf({ ...measured, loss: training.loss }),
    forecast: hashOf(await forecastSymbols({ ...asked, ...drawn, explain: true })),
    memory: hashOf(await threads.symbolMemory({ ...asked, ends, windowsMax: 8 })),
    trace: hashOf(await symbolTrace({ ...asked, numbersMax: 1e6 })),
    backtest: hashOf(succeeded(backtestSymbols({ weights, sequences, other, kernel }, unsupervised()))),
    onnx: sha256(await threads.symbolOnnx(weights)),
  }).toEqual({
    weights: 'def0981e0b54d0a757ec2b2128ddb7d4fae40879630ec66627640e7a1a69c876',
    card: '639e9c0f6efbded26b20cbc9d091e9a6d9ddad2127fcbcef445c285659765b21',
    forecast: 'deaf1f2341082d252cb5d82b1c14b1fca677a46105035046d24869cc07590b6a',
    memory: 'a57f79ac9dc223e2a1c037e8631ffa92279739a5318e5fdbf2df274aff950d29',
    trace: 'e41364df7f7aff219643868b6722b91245821158f3ae0088a49abe7dec4df53e',
    backtest: 'a2355f76b946c55277b7bbca394ab5b6e2ad34c19d86b2da826779ba5aa32f81',
    onnx: '12ae4bbaf67ad844cbfdc488a1940715c977cd45677bd7e2668c58c8c3396c04',
  });
});

/** A whole training, and what a forecast of the model takes. */
async function trained(spec: ModelSpec, header: DatasetHeader, series: SeriesData[]) {
  const outcome = succeeded(
    await train({ spec, header, series, checkpoint: null, initialWeights: null, kernel }, unsupervised()),
  );
  const { training, summary_parts: _, note_parts: __, ...measured } = outcome.card;
  return {
    hashes: {
      weights: sha256(outcome.weights.bytes),
      card: hashOf({ ...measured, loss: training.loss }),
    },
    task: {
      ...{ weights: outcome.weights, spec: outcome.spec, header, series, horizon: spec.horizon, kernel },
      ...{ quantiles: defaultQuantiles, levels: [80, 95], samples: 0, seed: 1, fittedSteps: 0 },
    },
  };
}

function succeeded<Result>(outcome: WorkOutcome<Result>): { status: 'succeeded' } & Result {
  if (outcome.status !== 'succeeded') throw new Error(JSON.stringify(outcome));
  return outcome;
}

/** SHA-256 of the JSON, with names in alphabetical order. Sentences are left out: their wording may change. */
function hashOf(found: unknown): string {
  const text = JSON.stringify(found, (_, value) => ordered(value));
  if (text.includes('"problem"')) throw new Error(text); // nothing would be held
  return sha256(text);
}

const sentenceWordsMin = 4;

function ordered(value: unknown): unknown {
  if (typeof value === 'string') return value.split(' ').length < sentenceWordsMin ? value : '';
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sha256(of: string | Uint8Array): string {
  return createHash('sha256').update(of).digest('hex');
}
