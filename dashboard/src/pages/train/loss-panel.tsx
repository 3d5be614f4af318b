import { useMemo } from 'preact/hooks';
import type { LossPoint } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { train } from '../../messages/train.ts';
import { LineChart } from '../../parts/charts/index.ts';
import { formatCount, formatValue, Panel } from '../../parts/index.ts';

/** The losses of training and validation, as far as they are known. */
export function LossPanel({ losses, isEnded }: { losses: readonly LossPoint[]; isEnded: boolean }) {
  const m = useMessages(train);
  const columns = useMemo(
    () => ({
      steps: losses.map(({ step }) => step),
      training: losses.map(({ loss }) => loss),
      validation: losses.map(({ validation_loss }) => validation_loss),
    }),
    [losses],
  );
  const lines = useMemo(
    () => [
      { label: m.lossTraining, values: columns.training, colour: '--chart-1' as const },
      { label: m.lossValidation, values: columns.validation, colour: '--chart-2' as const },
    ],
    [columns, m],
  );
  const validated = losses.flatMap(({ step, validation_loss: loss }) =>
    loss === null ? [] : [{ step, loss }],
  );
  const best = validated.reduce<{ step: number; loss: number } | null>(
    (found, one) => (found === null || one.loss < found.loss ? one : found),
    null,
  );
  const last = losses.at(-1);
  return (
    <Panel title={m.loss} note={m.lossNote}>
      {last === undefined ? (
        <p class="train-waiting soft">{isEnded ? '–' : m.lossNone}</p>
      ) : (
        <>
          <LineChart
            label={m.lossChart(formatCount(last.step), formatValue(last.validation_loss, 4))}
            x={columns.steps}
            lines={lines}
            xLabel={m.lossStep}
          />
          {best !== null && <p class="small soft">{m.best(formatCount(best.step))}</p>}
        </>
      )}
    </Panel>
  );
}
