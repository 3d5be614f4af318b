/** `npm run pretrain -- --minutes 25 --seed 1`: trains the network of instant forecasts from nothing, on made-up series alone.
 *  Prints the learning curve, one JSON object per line.
 *
 *      --out FILE          the weights; default: weights/instant.safetensors
 *      --checkpoint FILE   state to continue from after a kill, to the same bytes
 *      --size small|large, --cell gru|lstm|rnn
 *      --without bank,encoder,backtests   an ablation
 *      --without-family counts,prices     without made-up series of these families
 *      --season 24         one season alone */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeSafetensors, encodeSafetensors, selectKernel } from '../../src/engine/index.ts';
import { encodePretrained, type NetworkShape } from '../../src/forecasting/pretrained/index.ts';
import { type Ablation, ablate, ablations } from './ablation.ts';
import { batchesPerBlock, batchSize, makeBlock } from './block.ts';
import { readBlocks } from './blocks.ts';
import type { FamilyName } from './generator/index.ts';
import { createTrainer, type TrainerState } from './trainer.ts';

/** Steps that two idle cores with AVX-512 do in a minute. Minutes become steps by it, so that the result does not depend on the
 *  speed of the machine. */
const stepsPerMinute = 2_400;
const learningRate = 2e-3;
const sizes: Record<string, NetworkShape> = {
  small: { cell: 'gru', hidden: 64, backtestHidden: 32, width: 160 },
  large: { cell: 'gru', hidden: 96, backtestHidden: 48, width: 320 },
};
const validationSeed = 999_983;
const reportEverySeconds = 20;

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    size: { type: 'string', default: 'small' },
    cell: { type: 'string', default: 'gru' },
    out: { type: 'string', default: 'weights/instant.safetensors' },
    checkpoint: { type: 'string' },
    'checkpoint-seconds': { type: 'string', default: '60' },
    without: { type: 'string' },
    'without-family': { type: 'string' },
    season: { type: 'string' },
    threads: { type: 'string', default: '1' },
    kernel: { type: 'string' },
  },
});
const seed = Number(options.seed);
const blocks = Math.max(1, Math.round((Number(options.minutes) * stepsPerMinute) / batchesPerBlock));
const steps = blocks * batchesPerBlock;
const shape = { ...sizes[options.size], cell: options.cell as NetworkShape['cell'] };
const blockOptions = {
  seed,
  without: options['without-family']?.split(',') as FamilyName[] | undefined,
  season: options.season === undefined ? undefined : Number(options.season),
};
const without = (options.without?.split(',') ?? []).filter((name): name is Ablation =>
  ablations.some((one) => one === name),
);
const trainer = createTrainer({ kernel: selectKernel(options.kernel), shape, seed, steps, learningRate });
const validation = makeBlock(0, { ...blockOptions, seed: validationSeed });
for (const batch of validation) ablate(batch, without);
/** Everything that the bytes of the result depend on. */
const training = JSON.stringify({
  ...blockOptions,
  steps,
  shape,
  without: without.join(),
  withoutFamilies: blockOptions.without,
});
const checkpoint = options.checkpoint;
if (checkpoint !== undefined) resume(checkpoint);
const firstBlock = trainer.state().step / batchesPerBlock;
const source = readBlocks(blockOptions, firstBlock, blocks, Number(options.threads));
const startedAt = performance.now();
process.stderr.write(
  `${trainer.average.length} weights, ${steps} steps of ${batchSize} series, from step ${firstBlock * batchesPerBlock}\n`,
);
let [loss, waited, reportedAt, savedAt] = [0, 0, startedAt, startedAt];
for (let block = firstBlock; block < blocks; block++) {
  const asked = performance.now();
  const batches = await source.next();
  waited += performance.now() - asked;
  let sum = 0;
  for (const batch of batches) {
    ablate(batch, without);
    sum += trainer.step(batch);
  }
  loss = block === firstBlock ? sum / batches.length : 0.9 * loss + (0.1 * sum) / batches.length;
  const now = performance.now();
  const isLast = block === blocks - 1;
  if (now - reportedAt > 1_000 * reportEverySeconds || isLast) {
    reportedAt = now;
    const line = {
      step: (block + 1) * batchesPerBlock,
      seconds: Math.round((now - startedAt) / 1_000),
      loss: Number(loss.toFixed(5)),
      validation: Number(trainer.validate(validation).toFixed(5)),
      waited: Math.round(waited / 1_000),
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
  if (
    checkpoint !== undefined &&
    (now - savedAt >= 1_000 * Number(options['checkpoint-seconds']) || isLast)
  ) {
    savedAt = now;
    save(checkpoint);
  }
}
await source.close();
const file = encodePretrained(trainer.network, trainer.average, {
  command: `npm run pretrain -- --minutes ${options.minutes} --seed ${seed} --size ${options.size}`,
  steps: String(steps),
  without: without.join(),
});
write(options.out, file);

function resume(path: string): void {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch {
    return;
  }
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata.training !== training)
    throw new Error(`${path} is of the training ${metadata.training}; this one is ${training}.`);
  const of = (name: string) => tensors.get(name)!.data as Float32Array;
  trainer.restore({
    step: Number(metadata.step),
    values: of('values'),
    average: of('average'),
    m: of('m'),
    v: of('v'),
  });
}

function save(path: string): void {
  const { step, ...arrays } = trainer.state();
  const tensors = Object.entries(arrays satisfies Omit<TrainerState, 'step'>).map(([name, data]) => ({
    name,
    shape: [data.length],
    data,
  }));
  write(path, encodeSafetensors(tensors, { step: String(step), training }));
  write(`${path}.weights`, encodePretrained(trainer.network, trainer.average, { step: String(step) }));
}

function write(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = join(dirname(path), `.${process.pid}.part`);
  writeFileSync(unfinished, bytes);
  renameSync(unfinished, path);
}
