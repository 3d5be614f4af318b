/** `npm run bench:service`: the service from outside, each figure as a ratio to a limit that is measured in the same
 *  run. API, worker and PostgreSQL run as `npm start` runs them, with a database of their own in a temporary folder.
 *  The load comes from another process.
 *  Lines for readers go to stdout or, with `--json`, to stderr; then the last line of stdout is the JSON.
 *  Exit code 1: an answer of the service was wrong. 2: an option does not exist. */
import { jsonLine } from '../goals.ts';
import { createBench } from './bench.ts';
import { type Figure, goalsOf, notAvailable, WrongAnswer } from './figures.ts';
import { hostFacts, loadNow } from './host.ts';
import { type Options, readOptions, usage } from './options.ts';
import { parts } from './parts/parts.ts';
import { figureLine, reportOf } from './report.ts';
import { sizes } from './sizes.ts';

async function main({ json, size, backend, parts }: Options): Promise<void> {
  const say = (line: string) => (json ? process.stderr : process.stdout).write(`${line}\n`);
  const started = performance.now();
  const secondsSince = (from: number) => Math.round((performance.now() - from) / 100) / 10;
  const [facts, load_before] = [hostFacts(), loadNow()];
  say(`${facts.cpu}, ${facts.cores} cores, ${facts.vector}; load ${load_before}; backend ${backend}`);
  const bench = createBench(sizes[size], backend);
  const figures: Figure[] = [];
  const stopAndExit = () => void bench.stop().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stopAndExit);
  try {
    for (const part of parts) {
      const from = performance.now();
      let measured: Figure[];
      try {
        measured = await part.measure(bench);
      } catch (error) {
        if (error instanceof WrongAnswer) process.exitCode = 1;
        measured = part.figures.map((name) => notAvailable(name, `${error}`.slice(0, 300)));
      }
      await bench.endPart();
      figures.push(...measured);
      say(`${part.name}: ${secondsSince(from)} s, load ${loadNow()}`);
      for (const one of measured) say(figureLine(one, goalsOf([one])));
    }
  } finally {
    await bench.stop();
  }
  const host = { ...facts, load_before, load_after: loadNow() };
  const report = reportOf({ size, backend, host, seconds: secondsSince(started) }, figures);
  say(`${report.seconds} s`);
  if (json) process.stdout.write(jsonLine(report, goalsOf(figures)));
}

function optionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2), parts);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}\n`);
    process.exit(2);
  }
}

await main(optionsOrExit());
