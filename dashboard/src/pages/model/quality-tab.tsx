import { useMemo, useState } from 'preact/hooks';
import type { Model, ModelCard, SymbolCard } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { methodName, methods } from '../../messages/methods.ts';
import { model as messages } from '../../messages/model.ts';
import { type Bar, BarChart, LineChart } from '../../parts/charts/index.ts';
import {
  CardNotes,
  CardSummary,
  Choices,
  formatCount,
  formatFixed,
  formatPercent,
  Panel,
  Table,
} from '../../parts/index.ts';
import { overlapOf, skillText } from './evidence.ts';

export const simpleMethods = ['naive', 'seasonal_naive', 'mean', 'seasonal_mean', 'rw_empirical'] as const;
const linesMax = 5;

/** The card in words, and how the model does against each other method. */
export function QualityTab({ model }: { model: Model }) {
  const { card } = model;
  if (card === null) return null;
  return 'evaluation' in card ? <SymbolQuality card={card} /> : <NumericQuality card={card} />;
}

function NumericQuality({ card }: { card: ModelCard }) {
  const m = useMessages(messages);
  const tested = card.backtest;
  return (
    <>
      <Panel title={m.card}>
        <p class="model-summary" data-good={card.has_skill}>
          <CardSummary card={card} />
        </p>
        {tested === null ? (
          <p class="soft">{m.untestedText}</p>
        ) : (
          <p class="small soft">
            {m.testedOn(formatCount(tested.windows), formatCount(tested.series), formatCount(tested.points))}
            {overlapOf(tested) > 1 && ` ${m.testedOverlap(formatCount(overlapOf(tested)))}`}
          </p>
        )}
        <Notes card={card} />
      </Panel>
      {card.comparisons !== undefined && card.comparisons.length > 0 && <Against card={card} />}
      {card.steps !== undefined && card.steps.length > 1 && <BySteps card={card} />}
      {card.series !== undefined && card.series.length > 1 && <WorstSeries card={card} />}
      {card.mixture !== undefined && <Mixture weights={card.mixture.overall} />}
    </>
  );
}

function Notes({ card }: { card: ModelCard | SymbolCard }) {
  const m = useMessages(messages);
  if (card.notes.length === 0) return null;
  return (
    <div class="stack stack-tight">
      <h3>{m.notes}</h3>
      <CardNotes card={card} />
    </div>
  );
}

function Against({ card }: { card: ModelCard }) {
  const m = useMessages(messages);
  const names = useMessages(methods);
  const bars = (card.comparisons ?? []).map(
    ({ baseline, skill, lower, upper }): Bar => ({
      label: methodName(names, baseline),
      value: skill,
      ...(lower === null || upper === null ? {} : { range: [lower, upper] as const }),
      kind:
        skill === null || (lower !== null && upper !== null && lower <= 0 && upper >= 0)
          ? 'other'
          : skill > 0
            ? 'good'
            : 'bad',
      text: skillText(skill, lower, upper),
    }),
  );
  return (
    <Panel title={m.against} note={m.againstNote}>
      <div class="model-bars">
        <BarChart label={m.againstLabel} bars={bars} />
      </div>
    </Panel>
  );
}

function BySteps({ card }: { card: ModelCard }) {
  const m = useMessages(messages);
  const names = useMessages(methods);
  const [group, setGroup] = useState<'simple' | 'other'>('simple');
  const steps = card.steps ?? [];
  const chosen = useMemo(() => {
    // In the order of the bars above.
    const all = (card.comparisons ?? []).map(({ baseline }) => baseline);
    const isSimple = (name: string) => (simpleMethods as readonly string[]).includes(name);
    return all.filter((name) => isSimple(name) === (group === 'simple')).slice(0, linesMax);
  }, [card, group]);
  const x = useMemo(() => steps.map(({ step }) => step), [steps]);
  const lines = useMemo(
    () =>
      chosen.map((name) => ({
        label: methodName(names, name),
        values: steps.map(({ metrics }) => {
          const [own, other] = [metrics.auto?.wql ?? null, metrics[name]?.wql ?? null];
          return own === null || other === null || other === 0 ? null : 100 * (1 - own / other);
        }),
      })),
    [chosen, steps, names],
  );
  return (
    <Panel
      title={m.steps}
      note={m.stepsNote}
      actions={
        <Choices
          label={m.stepsShown}
          isLabelHidden
          name="methods"
          options={[
            { value: 'simple', label: m.stepsSimple },
            { value: 'other', label: m.stepsOther },
          ]}
          value={group}
          onChange={setGroup}
        />
      }
    >
      <LineChart
        label={m.stepsChart(formatCount(x.length))}
        x={x}
        lines={lines}
        xLabel={m.stepAxis}
        yLabel={`${m.quality} (%)`}
      />
    </Panel>
  );
}

function WorstSeries({ card }: { card: ModelCard }) {
  const m = useMessages(messages);
  const rows = card.series ?? [];
  return (
    <Panel title={m.errorsOfSeries} note={m.maseHelp}>
      <Table
        label={m.errorsOfSeries}
        rows={rows}
        keyOf={({ series_id }) => series_id}
        columns={[
          { title: m.series, cell: ({ series_id }) => series_id },
          { title: m.mase, isNumber: true, cell: ({ metrics }) => formatFixed(metrics.auto?.mase, 2) },
          {
            title: m.simple,
            isNumber: true,
            cell: ({ metrics }) => {
              const errors = simpleMethods.flatMap((name) => metrics[name]?.mase ?? []);
              return formatFixed(errors.length === 0 ? null : Math.min(...errors), 2);
            },
          },
        ]}
      />
    </Panel>
  );
}

function Mixture({ weights }: { weights: Readonly<Record<string, number>> }) {
  const m = useMessages(messages);
  const names = useMessages(methods);
  const bars = Object.entries(weights)
    .sort(([, a], [, b]) => b - a)
    .map(
      ([name, weight]): Bar => ({
        label: methodName(names, name),
        value: weight,
        text: formatPercent(weight),
      }),
    );
  return (
    <Panel title={m.mixture} note={m.mixtureNote}>
      <div class="model-bars">
        <BarChart label={m.mixture} bars={bars} />
      </div>
    </Panel>
  );
}

function SymbolQuality({ card }: { card: SymbolCard }) {
  const m = useMessages(messages);
  const names = useMessages(methods);
  const bars = Object.entries(card.metrics).map(
    ([name, { bits_per_symbol: bits }]): Bar => ({
      label: methodName(names, name),
      value: bits,
      kind: name === 'auto' ? 'good' : 'other',
      text: formatFixed(bits, 2),
    }),
  );
  return (
    <>
      <Panel title={m.card}>
        <p class="model-summary" data-good={card.has_skill}>
          <CardSummary card={card} />
        </p>
        <Notes card={card} />
      </Panel>
      <Panel title={m.bits} note={m.bitsNote}>
        <div class="model-bars">
          <BarChart label={m.bitsLabel} bars={bars} />
        </div>
      </Panel>
    </>
  );
}
