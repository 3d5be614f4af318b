import { parseArgs } from 'node:util';
import { cellNames } from '../../src/engine/index.ts';
import type { NetworkShape } from '../../src/forecasting/pretrained/index.ts';
import { oneOf, someOf } from '../named-options.ts';
import { type Ablation, ablations } from './ablation.ts';
import { type BlockOptions, usesPerSeries } from './block.ts';
import { familyNames } from './generator/index.ts';

/** Steps that two idle cores with AVX-512 do in a minute. Minutes become steps by it, so that the result does not
 *  depend on the speed of the machine. */
const stepsPerMinute = 2_400;

const sizes = {
  small: { cell: 'gru', hidden: 64, backtestHidden: 32, width: 160 },
  large: { cell: 'gru', hidden: 96, backtestHidden: 48, width: 320 },
} satisfies Record<string, NetworkShape>;

export interface Options {
  /** As given, for the command in the file of the weights. */
  minutes: string;
  size: keyof typeof sizes;
  shape: NetworkShape;
  blocks: number;
  /** Steps of the training in a block. */
  batchesPerBlock: number;
  out: string;
  checkpoint?: string;
  checkpointSeconds: number;
  ablation: readonly Ablation[];
  threads: number;
  kernel?: string;
  blockOptions: BlockOptions;
}

/** @throws Error with a sentence, or parseArgs's TypeError, that names the wrong option */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
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
      pools: { type: 'string', default: '24' },
      threads: { type: 'string', default: '1' },
      kernel: { type: 'string' },
    },
  });
  const size = oneOf('--size', values.size, Object.keys(sizes) as (keyof typeof sizes)[]);
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes < Infinity)) throw new Error(`--minutes ${values.minutes}: not above 0`);
  const checkpointSeconds = Number(values['checkpoint-seconds']);
  if (!(checkpointSeconds >= 0))
    throw new Error(`--checkpoint-seconds ${values['checkpoint-seconds']}: not a number from 0`);
  const pools = wholeNumber('--pools', values.pools, 1);
  const batchesPerBlock = pools * usesPerSeries;
  return {
    minutes: values.minutes,
    size,
    shape: { ...sizes[size], cell: oneOf('--cell', values.cell, cellNames) },
    blocks: Math.max(1, Math.round((minutes * stepsPerMinute) / batchesPerBlock)),
    batchesPerBlock,
    out: values.out,
    checkpoint: values.checkpoint,
    checkpointSeconds,
    ablation: someOf('--without', values.without, ablations) ?? [],
    threads: wholeNumber('--threads', values.threads, 1),
    kernel: values.kernel,
    blockOptions: {
      seed: wholeNumber('--seed', values.seed, 0),
      pools,
      without: someOf('--without-family', values['without-family'], familyNames),
      season: values.season === undefined ? undefined : wholeNumber('--season', values.season, 1),
    },
  };
}

/** Everything that the bytes of the weights depend on, as text.
 *  @param kernel name that tells the instruction set */
export function trainingOf({ blockOptions, blocks, shape, ablation }: Options, kernel: string): string {
  return JSON.stringify({ blockOptions, blocks, shape, ablation, kernel });
}

function wholeNumber(option: string, given: string, min: number): number {
  const value = Number(given);
  if (!Number.isSafeInteger(value) || value < min || given.trim() === '')
    throw new Error(`${option} ${given}: not a whole number from ${min}`);
  return value;
}
