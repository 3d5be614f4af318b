/** `npm run test:chaos`: tenants use the service while its processes and databases are killed, paused and cut off at
 *  random. Then everything that was acknowledged is looked for.
 *  Lines for readers go to stdout or, with `--json`, to stderr; then the last line of stdout is the JSON.
 *  Exit code 1: a promise was broken. 2: an option does not exist. */
import { randomInt } from 'node:crypto';
import { jsonLine } from '../../bench/goals.ts';
import { type Options, readOptions, usage } from './options.ts';
import { brokenPromises, goalsOf, type Report, reportOf } from './report.ts';
import { createReferences, runChaos } from './run.ts';

async function main({ minutes, seed, backends, json }: Options): Promise<void> {
  const say = (line: string) => (json ? process.stderr : process.stdout).write(`${line}\n`);
  say(`seed ${seed}, ${minutes} minutes, queue on ${backends.join(' and ')}`);
  const referencesOf = createReferences();
  const runs = await Promise.all(
    backends.map((backend) => runChaos({ backend, minutes, seed, referencesOf, say })),
  );
  const report: Report = reportOf(seed, minutes, runs);
  const goals = goalsOf(report);
  for (const { name, goal, value, reached } of goals)
    say(`${reached ? 'reached' : 'missed '}  ${name}: ${value} (goal ${goal})`);
  if (json) process.stdout.write(jsonLine(report, goals));
  if (brokenPromises(report).length > 0) process.exitCode = 1;
}

function optionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2), () => randomInt(2 ** 31));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}\n`);
    process.exit(2);
  }
}

await main(optionsOrExit());
