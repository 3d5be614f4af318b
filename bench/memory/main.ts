/** `npm run study:memory`: how long a delay an RNN, an LSTM and a GRU learn to bridge, and what their gradients do.
 *  Each trial is a line on stdout or, with --json, on stderr; then the last line of stdout is the JSON.
 *  --write <folder> puts it there as results.json, with the plots; --redraw <folder> draws the plots of the results
 *  that are there, and trains nothing. Exit code 2: an option does not exist. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { selectKernel } from '../../src/engine/index.ts';
import { jsonLine } from '../goals.ts';
import { plotsOf } from './plots.ts';
import { extents, goalsOf, runStudy, type Study } from './study.ts';

const usage = 'npm run study:memory -- [--json] [--quick] [--write <folder>] [--redraw <folder>]';

function readOptions() {
  try {
    return parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        write: { type: 'string' },
        redraw: { type: 'string' },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}\n`);
    process.exit(2);
  }
}

const resultsFile = 'results.json';

function writePlots(study: Study, folder: string): void {
  for (const { file, svg } of plotsOf(study)) writeFileSync(join(folder, file), svg);
}

const { json, quick, write, redraw } = readOptions();
if (redraw === undefined) {
  const study = runStudy({
    kernel: selectKernel(),
    extent: quick ? extents.quick : extents.full,
    quick,
    say: (line) => (json ? process.stderr : process.stdout).write(`${line}\n`),
  });
  if (write !== undefined) {
    mkdirSync(write, { recursive: true });
    writeFileSync(join(write, resultsFile), `${JSON.stringify(study)}\n`);
    writePlots(study, write);
  }
  if (json) process.stdout.write(jsonLine(study, goalsOf(study)));
} else {
  writePlots(JSON.parse(readFileSync(join(redraw, resultsFile), 'utf8')), redraw);
}
