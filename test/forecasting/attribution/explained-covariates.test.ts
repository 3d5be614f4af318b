import { expect, test } from 'vitest';
import type { Explanation } from '../../../src/contracts/schemas/attribution/explanation.ts';
import type { SeriesData } from '../../../src/contracts/schemas/datasets/dataset.ts';
import type { SeriesForecast } from '../../../src/contracts/schemas/forecasts/forecast.ts';
import { createRng } from '../../../src/engine/index.ts';
import { forecast, memory } from '../../../src/forecasting/serving/thread.ts';
import { forecastTask, header as plainHeader, run, specOf, succeeded } from '../support.ts';

const length = 210;
const horizon = 6;
const effect = 30;
const covariates = { past: ['visitors'], future: ['promotion'], static: ['region', 'size'] };
const header = { ...plainHeader, covariates: ['visitors', 'promotion'] };

/** Sales by day of the week, more of them in a promotion; none in the last two weeks. */
function shop(i: number): SeriesData {
  const rng = createRng(9 + i);
  const promotion = Float64Array.from({ length }, (_, t) => (t < length - 14 && rng.uniform() < 0.3 ? 1 : 0));
  const column = (valueAt: (t: number) => number) => Float64Array.from({ length }, (_, t) => valueAt(t));
  return {
    id: `s${i}`,
    times: column((t) => t),
    values: column((t) => 60 + 5 * Math.sin((2 * Math.PI * t) / 7) + effect * promotion[t] + rng.normal()),
    covariates: { promotion, visitors: column(() => 20 + rng.normal()) },
    static: { region: i % 2 === 0 ? 'coast' : 'hills', size: 10 + i },
  };
}
const shops = Array.from({ length: 6 }, (_, i) => shop(i));
const promotions = [0, 0, 1, 0, 1, 0];

const names = [...covariates.past, ...covariates.future, ...covariates.static];
const familySettings = {
  seasonal: { season_length: 7 },
  short: { season_length: 7 },
  prices: {},
} as const;

const trained = Object.fromEntries(
  await Promise.all(
    (['seasonal', 'short', 'prices'] as const).map(async (family) => {
      const small = { members: 2, hidden_size: 24, decoder_size: 24, batch_size: 64, steps: 250 };
      const spec = specOf({ horizon, covariates, family, ...small, ...familySettings[family] });
      return [family, succeeded(await run({ spec, header, series: shops }))] as const;
    }),
  ),
);

async function explained(family: string, ahead: number[]) {
  const future = shops.map(() => ({
    given: [{ times: null, covariates: { promotion: Float64Array.from(ahead) } }],
    stored: [],
  }));
  const answers = await forecast({
    ...forecastTask(trained[family], shops, { header, future }),
    explain: true,
  });
  return answers.map((answer) => {
    if ('problem' in answer) throw new Error(answer.problem.detail);
    return answer as SeriesForecast & { explanation: Explanation };
  });
}

const named = ({ contributions }: Explanation, name: string) =>
  contributions.find((one) => one.source === 'covariate' && one.name === name)!.values;

for (const family of ['seasonal', 'short', 'prices'])
  test(`${family}: covariates are named, and contributions sum to the forecast less the baseline`, async () => {
    for (const { explanation, median } of await explained(family, promotions)) {
      const { contributions, baseline, explains, statistical_members: members } = explanation;
      expect(explains).toBe('median'); // known-future covariates free that of prices too
      const ofCovariates = contributions.filter(({ source }) => source === 'covariate');
      expect(ofCovariates.map(({ name, lag, time }) => ({ name, lag, time }))).toEqual(
        names.map((name) => ({ name, lag: null, time: null })),
      );
      for (let h = 0; h < horizon; h++) {
        // Methods of the mixture are not explained.
        if (family === 'seasonal' && members.length === 0)
          expect(Math.abs(explanation.forecast[h] - median[h])).toBeLessThan(0.05);
        const sum = contributions.reduce((total, { values }) => total + values[h], baseline[h]);
        expect(Math.abs(sum - explanation.forecast[h])).toBeLessThan(1e-3 * effect);
      }
    }
  });

for (const family of ['seasonal', 'short', 'prices'])
  test(`${family}: a promotion has its effect at the steps at which it is on`, async () => {
    const withThem = await explained(family, promotions);
    const without = await explained(family, [0, 0, 0, 0, 0, 0]);
    for (const [i, { explanation }] of withThem.entries()) {
      const other = without[i].explanation;
      for (const [h, value] of named(explanation, 'promotion').entries()) {
        const isOn = promotions[h] === 1;
        expect(value / effect).toBeGreaterThan(isOn ? 0.5 : -0.15);
        expect(value / effect).toBeLessThan(isOn ? 1.2 : 0.15);
        // What the promotion changes is what it is said to add.
        const changed = explanation.forecast[h] - other.forecast[h];
        const added = value - named(other, 'promotion')[h];
        expect(Math.abs(added - changed) / effect).toBeLessThan(0.2);
      }
      // What was made up has nothing to do with the sales.
      for (const name of ['visitors', 'region', 'size'])
        for (const value of named(explanation, name)) expect(Math.abs(value) / effect).toBeLessThan(0.1);
    }
  });

test('a static attribute has its effect; an unseen class is spread over the known ones', async () => {
  // Promotions at the coast alone.
  const series = shops.map((one, i) => ({
    ...one,
    values: one.values.map((value, t) => value - (i % 2 === 0 ? 0 : effect * one.covariates.promotion[t])),
  }));
  const only = { past: [], future: ['promotion'], static: ['region'] };
  const small = { members: 1, hidden_size: 24, decoder_size: 24, batch_size: 64, steps: 300 };
  const spec = specOf({ horizon, covariates: only, family: 'seasonal', season_length: 7, ...small });
  const outcome = succeeded(await run({ spec, header, series }));
  const known = { times: null, covariates: { promotion: Float64Array.from(promotions) } };
  const asked = [series[0], series[1], { ...series[0], id: 'new', static: { region: 'moor' } }];
  const future = asked.map(() => ({ given: [known], stored: [] }));
  const answers = await forecast({ ...forecastTask(outcome, asked, { header, future }), explain: true });
  const [coast, hills, moor] = answers.map((answer) => {
    if ('problem' in answer) throw new Error(answer.problem.detail);
    return answer.explanation!;
  });
  const both = (one: Explanation) => named(one, 'promotion')[2] + named(one, 'region')[2];
  expect(both(coast) / effect).toBeGreaterThan(0.6);
  expect(Math.abs(both(hills)) / effect).toBeLessThan(0.3);
  expect(named(moor, 'region')).toEqual(promotions.map(() => 0));
});

test('the memory of a model with covariates is about its observations', async () => {
  const found = await memory({ ...forecastTask(trained.seasonal, shops, { header }), windowsMax: 8 });
  if ('problem' in found) throw new Error(found.problem.detail);
  const { forecast: byLag } = found.networks[0].inputs;
  expect(byLag).toHaveLength(trained.seasonal.spec.context_length!);
  expect(byLag.every((norm) => Number.isFinite(norm) && norm > 0)).toBe(true);
});
