/** `npm run study:memory`: how long a delay an RNN, an LSTM and a GRU learn to bridge, and what their gradients do.
 *  Each trial is a line on stdout or, with --json, on stderr; then the last line of stdout is the JSON.
 *  --write <folder> puts it there as results.json, with the plots. Exit code 2: an option does not exist. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { selectKernel } from '../../src/engine/index.ts';
import { plotsOf } from './plots.ts';
import { extents, runStudy } from './study.ts';

const usage = 'npm run study:memory -- [--json] [--quick] [--write <folder>]';

function readOptions() {
  try {
    return parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        write: { type: 'string' },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}\n`);
    process.exit(2);
  }
}

const { json, quick, write } = readOptions();
const study = runStudy({
  kernel: selectKernel(),
  extent: quick ? extents.quick : extents.full,
  quick,
  say: (line) => (json ? process.stderr : process.stdout).write(`${line}\n`),
});
if (write !== undefined) {
  mkdirSync(write, { recursive: true });
  writeFileSync(join(write, 'results.json'), `${JSON.stringify(study)}\n`);
  for (const { file, svg } of plotsOf(study)) writeFileSync(join(write, file), svg);
}
if (json) process.stdout.write(`${JSON.stringify(study)}\n`);
