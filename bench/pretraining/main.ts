/** `npm run pretrain -- --minutes 25 --seed 1`: trains the network of instant forecasts from nothing, on made-up series
 *  alone. Prints the learning curve, one JSON object per line.
 *
 *      --out FILE          the weights; default: weights/instant.safetensors
 *      --checkpoint FILE   state to continue from after a kill, to the same bytes
 *      --size small|large, --cell gru|lstm|rnn
 *      --without bank,encoder,backtests   an ablation
 *      --without-family counts,prices     without made-up series of these families
 *      --season 24         one season alone
 *      --pools 24          pools of series in a block: the training reports, and saves its state, between blocks */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { decodeSafetensors, encodeSafetensors, selectKernel } from '../../src/engine/index.ts';
import { instructionSets } from '../../src/engine/kernels/native/index.ts';
import { encodePretrained } from '../../src/forecasting/pretrained/index.ts';
import { ablate } from './ablation.ts';
import { batchSize, makeBlock } from './block.ts';
import { readBlocks } from './blocks.ts';
import { readOptions, trainingOf } from './options.ts';
import { createTrainer, type TrainerState } from './trainer.ts';

const learningRate = 2e-3;
const validationSeed = 999_983;
const reportEverySeconds = 20;

const options = readOptions(process.argv.slice(2));
const { blocks, batchesPerBlock, blockOptions, shape, ablation, checkpoint } = options;
const { seed } = blockOptions;
const steps = blocks * batchesPerBlock;
const kernel = selectKernel(options.kernel);
const trainer = createTrainer({ kernel, shape, seed, steps, learningRate });
const validation = makeBlock(0, { ...blockOptions, seed: validationSeed });
for (const batch of validation) ablate(batch, ablation);
const training = trainingOf(options, kernel.name === 'native' ? `native-${instructionSets[0]}` : kernel.name);
if (checkpoint !== undefined) resume(checkpoint);
const firstBlock = trainer.state().step / batchesPerBlock;
const source = readBlocks(blockOptions, firstBlock, blocks, options.threads);
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
    ablate(batch, ablation);
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
  if (checkpoint !== undefined && (now - savedAt >= 1_000 * options.checkpointSeconds || isLast)) {
    savedAt = now;
    save(checkpoint);
  }
}
await source.close();
const file = encodePretrained(trainer.network, trainer.average, {
  command: `npm run pretrain -- --minutes ${options.minutes} --seed ${seed} --size ${options.size}`,
  steps: String(steps),
  without: ablation.join(),
  training,
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
