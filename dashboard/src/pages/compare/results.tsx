import { useMemo, useState } from 'preact/hooks';
import type { BacktestWindow, Model } from '../../api/index.ts';
import { compare } from '../../messages/compare.ts';
import { useMessages } from '../../messages/index.ts';
import { methodName, methods } from '../../messages/methods.ts';
import { type Bar, BarChart, LineChart } from '../../parts/charts/index.ts';
import {
  Choices,
  EmptyState,
  formatCount,
  formatPercent,
  formatValue,
  Panel,
  Table,
} from '../../parts/index.ts';
import {
  type Common,
  compareWindows,
  type Difference,
  differenceOf,
  type Losses,
  type Metric,
} from './comparison.ts';

type Words = ReturnType<typeof useMessages<(typeof compare)['en']>>;

const seriesShown = 30;
/** Methods without a model that are shown: the best ones. */
const baselinesShown = 3;

interface Row {
  id: string;
  name: string;
  isModel: boolean;
  losses: Losses;
  /** Compared with the first model; null for that one. */
  difference: Difference | null;
}

/** The models side by side on the windows that all of them have. */
export function Results(props: {
  models: readonly Model[];
  windows: readonly (readonly BacktestWindow[])[];
  horizon: number;
  /** Number of origins within one horizon. */
  overlap: number;
}) {
  const m = useMessages(compare);
  const names = useMessages(methods);
  const { models, windows, horizon, overlap } = props;
  const [metric, setMetric] = useState<Metric>('median');
  const common = useMemo(() => compareWindows(windows, horizon, metric), [windows, horizon, metric]);
  const rows = useMemo(
    () => (common === null ? [] : rowsOf(common, models, overlap, (name) => methodName(names, name))),
    [common, models, overlap, names],
  );
  if (common === null)
    return (
      <Panel>
        <EmptyState title={m.noCommon} text={m.noCommonText} />
      </Panel>
    );
  const first = models[0]?.name ?? '';
  const sorted = [...rows].sort((a, b) => a.losses.mean - b.losses.mean);
  const text = ({ difference }: Row) => (difference === null ? m.reference : differenceText(difference, m));
  return (
    <>
      <Panel
        title={m.result}
        note={m.onWindows(
          formatCount(common.windows),
          formatCount(common.series),
          formatCount(common.values),
        )}
        actions={
          <Choices
            label={m.metric}
            isLabelHidden
            name="metric"
            options={[
              { value: 'median', label: m.metricMedian },
              { value: 'fan', label: m.metricFan },
            ]}
            value={metric}
            onChange={setMetric}
          />
        }
      >
        <Verdict rows={rows.filter(({ isModel }) => isModel)} overlap={overlap} />
        <p class="small soft">{metric === 'median' ? m.metricMedianHelp : m.metricFanHelp}</p>
        <Table
          label={m.result}
          rows={sorted}
          keyOf={({ id }) => id}
          columns={[
            {
              title: m.model,
              cell: (row) =>
                row.isModel ? (
                  <strong>{row.name}</strong>
                ) : (
                  <span class="soft">
                    {row.name} <span class="small">({m.baseline})</span>
                  </span>
                ),
            },
            { title: m.error, isNumber: true, cell: ({ losses }) => formatValue(losses.mean, 4) },
            {
              title: <span title={m.againstHelp}>{m.against(first)}</span>,
              isNumber: true,
              cell: text,
            },
          ]}
        />
      </Panel>
      <Panel title={m.difference} note={m.differenceNote(first)}>
        <div class="compare-bars">
          <BarChart label={m.differenceLabel(first)} bars={sorted.flatMap((row) => barOf(row, m))} />
        </div>
      </Panel>
      {horizon > 1 && <BySteps rows={rows} horizon={horizon} />}
      {common.series > 1 && <BySeries rows={rows.filter(({ isModel }) => isModel)} />}
    </>
  );
}

function rowsOf(
  common: Common,
  models: readonly Model[],
  overlap: number,
  nameOf: (method: string) => string,
): Row[] {
  const [reference] = common.models;
  if (reference === undefined) return [];
  const against = (losses: Losses) =>
    losses === reference ? null : differenceOf(losses, reference, overlap);
  return [
    ...common.models.map((losses, i) => ({
      id: models[i]?.id ?? String(i),
      name: models[i]?.name ?? '',
      isModel: true,
      losses,
      difference: against(losses),
    })),
    ...[...common.baselines]
      .sort(([, a], [, b]) => a.mean - b.mean)
      .slice(0, baselinesShown)
      .map(([name, losses]) => ({
        id: name,
        name: nameOf(name),
        isModel: false,
        losses,
        difference: against(losses),
      })),
  ];
}

/** 2.3% less (1.1% – 3.5%). A range that holds zero has a negative end. */
function differenceText({ value, range }: Difference, m: Words): string {
  const sign = value < 0 ? -1 : 1;
  const said = (value < 0 ? m.more : m.less)(formatPercent(Math.abs(value), 1));
  if (range === null) return said;
  const [low, high] = [sign * range[0], sign * range[1]].sort((a, b) => a - b);
  return `${said} (${formatPercent(low, 1)} – ${formatPercent(high, 1)})`;
}

function barOf({ name, difference }: Row, m: Words): Bar[] {
  if (difference === null) return [];
  const { value, range } = difference;
  const isChance = range === null || (range[0] <= 0 && range[1] >= 0);
  const kind = isChance ? 'other' : value > 0 ? 'good' : 'bad';
  return [
    { label: name, value, ...(range === null ? {} : { range }), kind, text: differenceText(difference, m) },
  ];
}

/** The best model in a sentence, and whether that may be chance. */
function Verdict({ rows, overlap }: { rows: readonly Row[]; overlap: number }) {
  const m = useMessages(compare);
  const [best, second] = [...rows].sort((a, b) => a.losses.mean - b.losses.mean);
  if (best === undefined || second === undefined) return null;
  const { value, range } = differenceOf(best.losses, second.losses, overlap);
  const text =
    range === null
      ? m.tooFew(best.name, second.name)
      : range[0] > 0
        ? m.best(
            best.name,
            second.name,
            formatPercent(value, 1),
            formatPercent(range[0], 1),
            formatPercent(range[1], 1),
          )
        : m.tie(best.name, second.name);
  return <p class="compare-verdict">{text}</p>;
}

function BySteps({ rows, horizon }: { rows: readonly Row[]; horizon: number }) {
  const m = useMessages(compare);
  const x = useMemo(() => Array.from({ length: horizon }, (_, h) => h + 1), [horizon]);
  const lines = useMemo(() => {
    const simple = rows.filter(({ isModel }) => !isModel).sort((a, b) => a.losses.mean - b.losses.mean);
    return [
      ...rows
        .filter(({ isModel }) => isModel)
        .map(({ name, losses }) => ({ label: name, values: losses.byStep })),
      ...simple.slice(0, 1).map(({ name, losses }) => ({
        label: `${name} (${m.baseline})`,
        values: losses.byStep,
        colour: '--text-faint' as const,
        isDashed: true,
      })),
    ];
  }, [rows, m]);
  return (
    <Panel title={m.byStep}>
      <LineChart label={m.byStepChart} x={x} lines={lines} xLabel={m.stepAxis} yLabel={m.error} />
    </Panel>
  );
}

function BySeries({ rows }: { rows: readonly Row[] }) {
  const m = useMessages(compare);
  const all = useMemo(() => {
    const ids = [...(rows[0]?.losses.bySeries.keys() ?? [])];
    return ids
      .map((id) => {
        const errors = rows.map(({ losses }) => losses.bySeries.get(id) ?? null);
        const known = errors.filter((error) => error !== null);
        const [low, high] = [Math.min(...known), Math.max(...known)];
        return { id, errors, low, spread: low > 0 ? high / low : 1 };
      })
      .sort((a, b) => b.spread - a.spread);
  }, [rows]);
  return (
    <Panel
      title={m.bySeries}
      note={m.bySeriesNote(formatCount(Math.min(seriesShown, all.length)), formatCount(all.length))}
    >
      <Table
        label={m.bySeries}
        rows={all.slice(0, seriesShown)}
        keyOf={({ id }) => id}
        columns={[
          { title: m.series, cell: ({ id }) => id },
          ...rows.map(({ name }, i) => ({
            title: name,
            isNumber: true,
            cell: ({ errors, low }: (typeof all)[number]) => {
              const error = errors[i] ?? null;
              return error === low ? (
                <strong class="compare-low" title={m.winner}>
                  {formatValue(error, 4)}
                </strong>
              ) : (
                formatValue(error, 4)
              );
            },
          })),
        ]}
      />
    </Panel>
  );
}
