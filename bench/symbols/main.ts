/** `npm run bench:symbols`: a GRU on the characters of a novel beside Markov chains, on its last tenth. The training
 *  has 600 core seconds, five minutes on two cores; with `--json` the last line on stdout is one JSON object. */
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import type { JobProgress } from '../../src/contracts/schemas/index.ts';
import type { CellName } from '../../src/engine/index.ts';
import {
  readSymbolText,
  resolveSymbolSpec,
  splitSequences,
  trainSymbols,
} from '../../src/sequences/index.ts';
import { unsupervised } from '../../src/training/index.ts';
import { atMost, goalLines, jsonLine } from '../goals.ts';
import { letterSpec } from './spec.ts';
import { stepSeconds } from './speed.ts';
import { mobyDick, source } from './text.ts';

/** Time of the processor, because other programs may use the cores too. */
const coreSecondsMax = 600;
/** Seconds that are planned for steps on two cores: validation checks take time too, and the speed may change. */
const secondsPlanned = 240;
/** More passes over the text bring no gain. */
const epochsMax = 16;
const sayEveryMs = 15_000;

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    cell: { type: 'string', default: 'gru' },
    hidden: { type: 'string', default: '384' },
    seconds: { type: 'string', default: String(secondsPlanned) },
    /** Number of steps; without it, as many as there is time for. */
    steps: { type: 'string' },
    threads: { type: 'string', default: '2' },
  },
});

const threads = Number(flags.threads);
const text = mobyDick();
const body = Readable.from([Buffer.from(text)]);
const { vocabulary, sequences } = await readSymbolText(body, { split: 'none' });
const say = (line: string) => process.stderr.write(`${line}\n`);
say(`${source.text}: ${Buffer.byteLength(text)} bytes, ${vocabulary.symbols.length} different characters`);

const split = splitSequences(sequences);
const asked = letterSpec(flags.cell as CellName, Number(flags.hidden));
const trial = resolveSymbolSpec(asked, vocabulary, sequences, split);
const seconds = stepSeconds(trial, sequences, threads);
const symbolsOfStep = trial.batch_size * trial.context_length;
const stepsMax = Math.round((epochsMax * split.train[0].to) / symbolsOfStep);
const steps = Math.min(stepsMax, Number(flags.steps ?? Math.floor(Number(flags.seconds) / seconds)));
const epochs = (steps * symbolsOfStep) / split.train[0].to;
say(`${(1_000 * seconds).toFixed(0)} ms a step: ${steps} steps, ${epochs.toFixed(1)} times over the text`);

let saidAt = performance.now();
const started = saidAt;
let trainedSeconds = 0;
let coreSeconds = 0;
const usedBefore = process.cpuUsage();

const task = { spec: { ...asked, steps }, vocabulary, sequences, checkpoint: null, initialWeights: null };
const supervision = { ...unsupervised(), progress: (make: () => JobProgress) => note(make()) };
const outcome = await trainSymbols({ ...task, kernel: null }, supervision, { threads });
if (outcome.status !== 'succeeded') throw new Error(JSON.stringify(outcome));
report(outcome.card);

function note({ phase, step, loss, validation_loss }: JobProgress): void {
  if (phase !== 'training') return;
  const now = performance.now();
  trainedSeconds = (now - started) / 1_000;
  const { user, system } = process.cpuUsage(usedBefore);
  coreSeconds = (user + system) / 1e6;
  if (now - saidAt < sayEveryMs) return;
  saidAt = now;
  const bits = (nats: number | null) => (nats === null ? '–' : (nats / Math.LN2).toFixed(3));
  say(`step ${step}/${steps}: ${bits(loss)} bits in training, ${bits(validation_loss)} on validation`);
}

function report({
  metrics,
  evaluation,
  skill,
  training,
}: Extract<typeof outcome, { status: 'succeeded' }>['card']) {
  const bits = Object.fromEntries(
    Object.entries(metrics).map(([name, { bits_per_symbol }]) => [name, Number(bits_per_symbol.toFixed(4))]),
  );
  const { auto, ...chains } = bits;
  const [baseline] = Object.entries(chains).sort(([, a], [, b]) => a - b)[0];
  say('');
  for (const [name, value] of Object.entries(bits))
    say(`${(name === 'auto' ? asked.cell : name).padEnd(10)} ${value.toFixed(3)} bits per character`);
  const goals = [
    ...atMost(`bits per character, beside ${baseline}`, chains[baseline], auto),
    ...atMost('core seconds of training', coreSecondsMax, coreSeconds),
  ];
  const ok = goals.every(({ reached }) => reached);
  for (const line of goalLines(goals)) say(line);
  const summary = {
    ok,
    source,
    bytes: Buffer.byteLength(text),
    held_out_characters: evaluation.symbols,
    cell: asked.cell,
    hidden_size: asked.hidden_size,
    training_seconds: Number(trainedSeconds.toFixed(1)),
    core_seconds: Number(coreSeconds.toFixed(1)),
    threads,
    kernel: training.kernel,
    steps: training.steps,
    best_step: training.best_step,
    epochs: Number(((training.steps * symbolsOfStep) / split.train[0].to).toFixed(2)),
    bits_per_character: bits,
    best_baseline: baseline,
    skill,
  };
  if (flags.json) process.stdout.write(jsonLine(summary, goals));
  process.exitCode = ok ? 0 : 1;
}
