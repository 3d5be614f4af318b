import { expect, test } from 'vitest';
import { randomWalk, run, seriesOf, specOf, succeeded } from '../forecasting/support.ts';
import { letters, runSymbols, symbolSpec } from '../sequences/support.ts';

/** The weights grow by a factor of 14 in each step at this rate, and shrink at a tenth of it. */
const unstable = { learning_rate: 1, weight_decay: 15, steps: 120 };
const series = [seriesOf(randomWalk(400))];
const settings = { hidden_size: 6, batch_size: 16, context_length: 16, members: 1 };

test('a training whose loss stops being finite begins again from its best weights, with a lower rate', async () => {
  const task = { spec: specOf({ ...settings, ...unstable }), series };
  const whole = await run(task, () => {}, 400);
  const { weights, card } = succeeded(whole);
  for (const { loss } of card.training.loss) expect(Number.isFinite(loss)).toBe(true);

  // A worker that is killed before, during or after that changes nothing.
  const checkpoints = whole.messages.filter((message) => message.type === 'checkpoint');
  for (const { bytes } of [
    checkpoints[1],
    checkpoints[Math.floor(checkpoints.length / 2)],
    checkpoints.at(-1)!,
  ])
    expect(succeeded(await run({ ...task, checkpoint: bytes })).weights.sha256).toBe(weights.sha256);
});

test('one that diverges with the lower rate too fails with advice', async () => {
  const { outcome } = await run({ spec: specOf({ ...settings, ...unstable, weight_decay: 1e30 }), series });
  expect(outcome).toMatchObject({
    status: 'failed',
    problem: {
      code: 'training_diverged',
      detail: expect.stringMatching(/also with a tenth of the learning rate.*smaller learning_rate/),
      remedy: expect.any(String),
    },
  });
});

test('a training of symbols begins again too', async () => {
  const text = 'the whale and the ship '.repeat(60);
  const spec = symbolSpec({ ...unstable, hidden_size: 8 });
  const { outcome } = await runSymbols({ ...letters([text]), spec });
  expect(outcome).toMatchObject({ status: 'succeeded' });
});
