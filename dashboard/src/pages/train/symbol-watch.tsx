import { useMemo } from 'preact/hooks';
import type { LossPoint } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { train } from '../../messages/train.ts';
import { LineChart } from '../../parts/charts/index.ts';
import { formatCount, formatPercent, Panel } from '../../parts/index.ts';

/** How much probability a network of symbols gives to the symbol that comes, on the part that it does not learn from.
 *  The losses are nats for each symbol: this is the geometric mean of the probabilities. */
export function SymbolWatch({ losses, isEnded }: { losses: readonly LossPoint[]; isEnded: boolean }) {
  const m = useMessages(train);
  const { x, lines, last, first } = useMemo(() => {
    const checks = losses.flatMap(({ step, validation_loss: loss }) =>
      loss === null ? [] : [{ step, share: Math.exp(-loss) }],
    );
    return {
      x: checks.map(({ step }) => step),
      lines: [{ label: m.guessLine, values: checks.map(({ share }) => 100 * share) }],
      first: checks[0],
      last: checks.at(-1),
    };
  }, [losses, m]);
  return (
    <Panel title={m.guess} note={m.guessNote}>
      {first === undefined || last === undefined ? (
        <p class="train-waiting soft">{isEnded ? m.guessNever : m.watchNone}</p>
      ) : (
        <>
          <LineChart
            label={m.guessChart(formatCount(last.step), formatPercent(last.share, 1))}
            x={x}
            lines={lines}
            xLabel={m.lossStep}
            yLabel="%"
          />
          <p class="small soft">{m.guessNow(formatPercent(last.share, 1), formatPercent(first.share, 1))}</p>
        </>
      )}
    </Panel>
  );
}
