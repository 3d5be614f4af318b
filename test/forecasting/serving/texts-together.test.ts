import { expect, test } from 'vitest';
import type { TextTask } from '../../../src/contracts/ports/index.ts';
import { computedOrThrow } from '../../../src/forecasting/serving/micro-batches.ts';
import { forecastTexts } from '../../../src/forecasting/serving/thread.ts';
import { forecastTask, randomWalk, run, seasonalSeries, seriesOf, specOf, succeeded } from '../support.ts';

const small = { steps: 5, hidden_size: 40, members: 2 };

async function alone(tasks: readonly TextTask[]) {
  const outcomes = [];
  for (const task of tasks) outcomes.push(...(await forecastTexts({ tasks: [task] })));
  return outcomes;
}

test.each(['seasonal', 'short', 'prices'] as const)(
  '%s: tasks of all kinds have the same bytes together as each alone',
  async (family) => {
    const walks = family === 'prices';
    const series = Array.from({ length: 9 }, (_, n) =>
      seriesOf(walks ? randomWalk(150, n + 1) : seasonalSeries(100 + 7 * n, 12, 2, n + 1), `s${n}`),
    );
    const season = walks ? {} : { season_length: 12 };
    const [trained, other] = await Promise.all(
      [1, 2].map(async (seed) =>
        succeeded(await run({ spec: specOf({ ...small, ...season, family, seed }), series })),
      ),
    );
    const taskOf = (some: typeof series, options: object = {}, model = trained): TextTask => ({
      ...forecastTask(model, some, options),
      form: { type: 'json', order: 'made' },
      isPacked: false,
    });
    const tasks = [
      taskOf([series[0]]),
      taskOf([series[1]], { horizon: 2, quantiles: [0.05, 0.5], levels: [] }),
      taskOf([series[2]], {}, other),
      taskOf(series.slice(3, 6), { samples: 4, seed: 7 }),
      taskOf([seriesOf([5, 6, 7, 8, 9], 'began lately'), series[6], seriesOf([1], 'too short')]),
      taskOf([series[7]], { fittedSteps: 12 }),
      taskOf([series[8]], { seed: 5 }, other),
    ];
    const answers = (await forecastTexts({ tasks })).map((outcome) => computedOrThrow(outcome).answer);
    expect(answers).toEqual((await alone(tasks)).map((outcome) => computedOrThrow(outcome).answer));
    expect(answers.map(({ count }) => count)).toEqual([1, 1, 1, 3, 2, 1, 1]);
    expect(answers[4].errors).toHaveLength(1);
  },
);

test('a task that fails leaves the others their answers', async () => {
  const series = [seriesOf(seasonalSeries(100, 12, 2))];
  const spec = specOf({ ...small, family: 'seasonal', season_length: 12 });
  const trained = succeeded(await run({ spec, series }));
  const good: TextTask = {
    ...forecastTask(trained, series),
    form: { type: 'json', order: 'made' },
    isPacked: false,
  };
  const bad = { ...good, horizon: 7 }; // the model has 6, which callers check
  const outcomes = await forecastTexts({ tasks: [good, bad, good] });
  const [expected] = await forecastTexts({ tasks: [good] });
  const { answer } = computedOrThrow(expected);
  expect(computedOrThrow(outcomes[0]).answer).toEqual(answer);
  expect(outcomes[1]).toHaveProperty('error');
  expect(computedOrThrow(outcomes[2]).answer).toEqual(answer);
});
