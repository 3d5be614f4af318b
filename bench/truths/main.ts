/** `npm run bench:truths [-- --quick --truths "noise,trend" --methods instant --minutes 45 --seed 1 --repeats 1
 *  --json]`: `auto` and the instant forecast beside the method that knows the truth, and beside the methods of the
 *  card. `--methods instant` trains nothing and takes a minute. The run ends after `--minutes`; cells that it has not
 *  reached are counted. The goals are judged with the first seed 1; whoever changes a method compares with
 *  `--seed 101`, and with `--repeats` for so many times as many seeds. */
import { parseArgs } from 'node:util';
import { goalLines, jsonLine } from '../goals.ts';
import { someOf } from '../named-options.ts';
import { instantCells } from './instant-cells.ts';
import { cellsOf } from './plan.ts';
import { type CellScore, scored } from './score.ts';
import { goalsOf, missesOf, summariesOf } from './summary.ts';
import { truths as allTruths } from './truths.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    truths: { type: 'string' },
    methods: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: '1' },
    repeats: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
if (someOf('--methods', options.methods, ['instant']) !== undefined) {
  const { cells, goals } = instantCells();
  if (options.json) process.stdout.write(jsonLine({ cells }, goals));
  else {
    console.table(cells.map((cell) => Object.fromEntries(Object.entries(cell).map(shortened))));
    process.stdout.write(`${goalLines(goals).join('\n')}\n`);
  }
} else await measureAuto();

async function measureAuto(): Promise<void> {
  const deadline = Date.now() + 60_000 * Number(options.minutes ?? (options.quick ? 5 : 45));
  const truthNames = allTruths.map(({ name }) => name);
  const planned = cellsOf(options.quick, someOf('--truths', options.truths, truthNames), {
    firstSeed: Number(options.seed),
    repeats: Number(options.repeats),
  });
  const cells: CellScore[] = [];
  for (const cell of planned) {
    if (Date.now() > deadline) break;
    const score = await scored(cell);
    cells.push(score);
    const { truth, series, points, errors, family, seconds } = score;
    process.stderr.write(
      `${cells.length}/${planned.length} ${truth}, ${series} × ${points}: ${(errors.auto / errors.truth).toFixed(2)} of the truth, ${family}, ${seconds.toFixed(1)} s\n`,
    );
  }
  const truths = summariesOf(cells).map((summary) => ({ ...summary, misses: missesOf(summary) }));
  const goals = goalsOf(truths);
  if (options.json) {
    process.stdout.write(jsonLine({ truths, cells, skipped: planned.length - cells.length }, goals));
    return;
  }
  console.table(
    truths.map(({ misses, ...summary }) => ({
      ...Object.fromEntries(Object.entries(summary).map(shortened)),
      misses: misses.join('; '),
    })),
  );
  process.stdout.write(`${goalLines(goals).join('\n')}\n`);
}

function shortened([name, value]: [string, unknown]): [string, unknown] {
  return [name, typeof value === 'number' ? Number(value.toFixed(3)) : value];
}
