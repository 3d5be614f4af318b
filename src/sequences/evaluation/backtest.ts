import type { SymbolBacktestOutcome, SymbolBacktestTask } from '../../contracts/ports/index.ts';
import {
  chainNames,
  codes,
  limits,
  type SequenceData,
  type SequenceScore,
  type SymbolBacktestReport,
  type SymbolBacktestSummary,
  type SymbolBacktestWindow,
  type SymbolComparison,
  type Vocabulary,
} from '../../contracts/schemas/index.ts';
import { selectKernel } from '../../engine/index.ts';
import { AppError, refuse } from '../../errors.ts';
import { backtestProgress, type Supervision, stoppedBy } from '../../training/index.ts';
import { decodeSymbolWeights, type Part, splitSequences } from '../network/index.ts';
import {
  type Comparison,
  compareWithChains,
  metricsOf,
  skillAgainst,
  skillOf,
  skillValueOf,
} from './comparison.ts';
import { fitChains } from './fit-chains.ts';
import { type Segment, segmentsOf } from './scoring.ts';

/** Reported bits are rounded to 1 / `bitPrecision`. */
const bitPrecision = 10_000;

/** Tests a symbol model on sequences that it was not trained on, and compares it with chains that were fitted to the
 *  data of that training. */
export function backtestSymbols(task: SymbolBacktestTask, supervision: Supervision): SymbolBacktestOutcome {
  try {
    return testOrThrow(task, supervision);
  } catch (error) {
    if (error instanceof AppError) return { status: 'failed', problem: error.toProblem() };
    throw error;
  }
}

/** Sequences that are tested, in the codes of the model. */
interface TestedSequences {
  on: SymbolBacktestSummary['on'];
  sequences: readonly SequenceData[];
  parts: readonly Part[];
}

function testOrThrow(task: SymbolBacktestTask, supervision: Supervision): SymbolBacktestOutcome {
  const { network, spec, symbols, batchMax, stepsMax } = decodeSymbolWeights(
    task.weights.bytes,
    selectKernel(task.kernel ?? undefined),
  );
  const split = splitSequences(task.sequences);
  const tested = testedOf(task, split, symbols);
  const segments = segmentsOf(tested.sequences, tested.parts, spec.boundary, limits.backtestSymbolsMax);
  const comparison = compareWithChains(
    {
      network,
      segments,
      batch: { rows: batchMax, steps: stepsMax },
      chainsFrom: (proceed) =>
        fitChains(
          {
            codeCount: network.codeCount,
            sequences: task.sequences,
            split,
            scored: segments,
            areCounted: tested.on === 'in_sample',
          },
          proceed,
        ),
    },
    (share) => {
      supervision.progress(() => backtestProgress(supervision, share, segments.length), share === 0);
      return supervision.order() === 'run';
    },
  );
  if (comparison === null) return stoppedBy(supervision);
  if (comparison.model.count() === 0)
    refuse('sequences_too_short', {
      path: '/dataset_id',
      message: 'every sequence has a single symbol, so none has a symbol before it',
      accepted: 'at least one sequence of two symbols',
    });
  return {
    status: 'succeeded',
    report: reportOf(comparison, tested, segments, spec.seed),
    windows: windowsOf(comparison, tested, segments, symbols),
  };
}

function testedOf(
  { sequences, other }: SymbolBacktestTask,
  { train, test }: ReturnType<typeof splitSequences>,
  symbols: readonly string[],
): TestedSequences {
  if (other !== null) {
    const translated = translate(other, symbols);
    const parts = translated.map(({ codes: all }, sequence) => ({ sequence, from: 0, to: all.length }));
    return { on: 'dataset', sequences: translated, parts };
  }
  return test.length > 0
    ? { on: 'held_out', sequences, parts: test }
    : { on: 'in_sample', sequences, parts: train };
}

/** Sequences of another dataset in the codes of the model's vocabulary; other symbols become the unknown one. */
function translate(
  { vocabulary, sequences }: { vocabulary: Vocabulary; sequences: readonly SequenceData[] },
  symbols: readonly string[],
): SequenceData[] {
  const codeOf = new Map(symbols.map((symbol, i) => [symbol, codes.first + i]));
  const ours = Uint16Array.from([
    codes.boundary,
    codes.unknown,
    ...vocabulary.symbols.map((symbol) => codeOf.get(symbol) ?? codes.unknown),
  ]);
  return sequences.map(({ id, codes: all }) => ({ id, codes: all.map((code) => ours[code]) }));
}

function reportOf(
  comparison: Comparison,
  { on, sequences, parts }: TestedSequences,
  segments: readonly Segment[],
  seed: number,
): SymbolBacktestReport {
  const { model } = comparison;
  const compared = on === 'in_sample' ? [] : chainNames;
  const given = parts.reduce((sum, { from, to }) => sum + to - from, 0);
  const taken = Math.min(given, limits.backtestSymbolsMax);
  let unknown = 0;
  for (const segment of segments)
    for (const code of targetsOf(segment)) if (code === codes.unknown) unknown++;
  const series = model
    .parts()
    .map(
      (part): SequenceScore => ({
        series_id: sequences[parts[part].sequence].id,
        symbols: model.count(part),
        metrics: metricsOf(comparison, part),
      }),
    )
    .sort((a, b) => b.metrics.auto.bits_per_symbol - a.metrics.auto.bits_per_symbol);
  return {
    summary: {
      on,
      sequences: series.length,
      symbols: model.count(),
      unknown,
      left_out: given - taken,
    },
    skill: on === 'in_sample' ? null : skillOf(comparison, seed),
    metrics: metricsOf(comparison),
    comparisons: compared.map((baseline): SymbolComparison => {
      const skill = skillAgainst(comparison, baseline, seed);
      return {
        baseline,
        skill: skillValueOf(comparison, baseline),
        lower: skill?.lower ?? null,
        upper: skill?.upper ?? null,
      };
    }),
    series: series.slice(0, limits.backtestSeriesListed),
  };
}

/** Codes that are scored. */
function targetsOf({ read, from }: Segment): Uint16Array {
  const end = read[read.length - 1] === codes.boundary ? read.length - 1 : read.length;
  return read.subarray(from, end);
}

function windowsOf(
  { model, chains, best }: Comparison,
  { sequences, parts }: TestedSequences,
  segments: readonly Segment[],
  symbols: readonly string[],
): SymbolBacktestWindow[] {
  const windows: SymbolBacktestWindow[] = [];
  for (const [i, segment] of segments.entries()) {
    const targets = targetsOf(segment);
    const [bits, baseline] = [model.bitsOf(i), chains[best].bitsOf(i)];
    for (let start = 0; start < targets.length; start += limits.backtestWindowSymbols) {
      const end = Math.min(targets.length, start + limits.backtestWindowSymbols);
      windows.push({
        series_id: sequences[parts[segment.part].sequence].id,
        start: segment.position + start,
        symbols: Array.from(targets.subarray(start, end), (code) => symbols[code - codes.first] ?? null),
        bits: Array.from(bits.subarray(start, end), rounded),
        baselines: { [best]: Array.from(baseline.subarray(start, end), rounded) },
      });
    }
  }
  return windows;
}

function rounded(bits: number): number {
  return Math.round(bits * bitPrecision) / bitPrecision;
}
