import { formatPercent, formatValue } from '../../parts/index.ts';
import { type M, mean, norm, type Walk } from './walk.ts';

/** Sentences about a step while the network reads. */
export function readingInWords(m: M, walk: Walk, at: number, isSeries: boolean): string[] {
  const { steps, layer, cell } = walk;
  const step = steps[at];
  if (step === undefined) return [];
  const place = `${m.stepOf(at + 1, steps.length)}:`;
  const said = [step.read === null ? m.saysStart(place) : m.saysReads(place, step.read)];
  const [now = [], before] = [layer.h[at], layer.h[at - 1]];
  if (before !== undefined) {
    const moved = norm(now.map((value, unit) => value - (before[unit] ?? 0)));
    said.push(m.saysChange(formatPercent(moved / Math.max(norm(before), 1e-9))));
  }
  const share = (gate: string) => formatPercent(mean(layer.gates[gate]?.[at] ?? []));
  if (cell === 'rnn') said.push(isSeries ? m.saysRnnSeries : m.saysRnn);
  // There is no old state to keep before the first step.
  if (before !== undefined && cell === 'gru') said.push(m.saysGru(share('z')));
  if (before !== undefined && cell === 'lstm') said.push(m.saysLstm(share('f'), share('i')));
  if (step.expects !== null)
    said.push(m.saysExpects(step.expects.name, formatPercent(step.expects.probability)));
  return said;
}

/** Sentences about a step while the gradient flows back.
 *  @param tensor the shared weights that are shown; null if only one loss flows back */
export function flowInWords(
  m: M,
  walk: Walk,
  at: number,
  {
    arriving,
    sources,
    tensor,
  }: {
    arriving: readonly number[];
    sources: readonly number[];
    tensor: { norms: number[]; sums: number[] } | null;
  },
): string[] {
  const { steps, gradients } = walk;
  const step = steps[at];
  if (step === undefined || gradients === null) return [];
  const said = [step.read === null ? m.saysAtStart : m.saysAt(step.read)];
  if (gradients.of === 'forecast' && at === steps.length - 1) said.push(m.saysForecast);
  if (sources.includes(at) && step.loss !== null && step.came !== null)
    said.push(m.saysLoss(formatValue(step.loss, 3), step.came));
  said.push(m.saysFlow(formatValue(arriving[at], 3)));
  if (tensor !== null)
    said.push(m.saysAdds(formatValue(tensor.norms[at], 3), formatValue(tensor.sums[at], 3)));
  if (at === 0 && tensor !== null) said.push(m.saysDone);
  return said;
}
