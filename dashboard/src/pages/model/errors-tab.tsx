import type { Metrics, Model } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { model as messages } from '../../messages/model.ts';
import { Badge, EmptyState, formatPercent, Panel, Table } from '../../parts/index.ts';
import { Columns } from './columns.tsx';
import { ResidualsPanel } from './residuals-panel.tsx';

/** Coverage that is this far from the claim is worth a word. */
const tolerance = 0.05;

/** Whether the intervals hold what they claim, and where the forecasts were wrong. */
export function ErrorsTab({ model }: { model: Model }) {
  const m = useMessages(messages);
  const { card } = model;
  if (card === null) return null;
  if ('evaluation' in card) return <SymbolErrors />;
  const metrics = card.metrics.auto;
  return (
    <>
      {metrics === undefined ? (
        <Panel title={m.calibration}>
          <EmptyState heading="h3" title={m.untested} text={m.untestedText} />
        </Panel>
      ) : (
        <div class="columns columns-wide">
          <Coverage metrics={metrics} />
          {metrics.pit !== null && metrics.pit !== undefined && <Pit pit={metrics.pit} />}
        </div>
      )}
      <ResidualsPanel model={model} />
    </>
  );
}

function SymbolErrors() {
  const m = useMessages(messages);
  return (
    <Panel title={m.bits}>
      <p class="soft">{m.bitsNote}</p>
    </Panel>
  );
}

function Coverage({ metrics }: { metrics: Metrics }) {
  const m = useMessages(messages);
  const rows = Object.entries(metrics.coverage)
    .map(([level, measured]) => ({ level: Number(level), measured }))
    .sort((a, b) => a.level - b.level);
  return (
    <Panel title={m.calibration} note={m.calibrationNote}>
      <Table
        label={m.calibration}
        rows={rows}
        keyOf={({ level }) => String(level)}
        columns={[
          { title: m.claimed, cell: ({ level }) => formatPercent(level) },
          { title: m.measured, isNumber: true, cell: ({ measured }) => formatPercent(measured, 1) },
          {
            title: <span class="visually-hidden">{m.calibration}</span>,
            cell: ({ level, measured }) => (
              <span class="model-gauge">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                  <rect class="model-gauge-ground" width="100" height="10" rx="1" />
                  <rect class="model-gauge-value" width={100 * measured} height="10" rx="1" />
                  <path class="model-gauge-claim" d={`M${100 * level} 0v10`} />
                </svg>
              </span>
            ),
          },
          {
            title: <span class="visually-hidden">{m.quality}</span>,
            cell: ({ level, measured }) => {
              const isWide = measured > level + Math.min(tolerance, (1 - level) * 0.8);
              const isNarrow = measured < level - tolerance;
              return (
                <Badge kind={isNarrow ? 'bad' : isWide ? 'warn' : 'good'}>
                  {isNarrow ? m.verdictNarrow : isWide ? m.verdictWide : m.verdictGood}
                </Badge>
              );
            },
          },
        ]}
      />
    </Panel>
  );
}

function Pit({ pit }: { pit: readonly number[] }) {
  const m = useMessages(messages);
  const label = m.pitChart(formatPercent(Math.min(...pit)), formatPercent(Math.max(...pit)));
  return (
    <Panel title={m.pit} note={m.pitNote}>
      <Columns
        label={label}
        titles={[m.pitPart, m.pitShare]}
        columns={pit.map((share, i) => ({
          key: String(i),
          value: share,
          text: formatPercent(share, 1),
          name: `${formatPercent(i / pit.length)} – ${formatPercent((i + 1) / pit.length)}`,
        }))}
        ideal={1 / pit.length}
        idealText={m.pitIdeal}
        ends={[m.lowest, m.highest]}
      />
    </Panel>
  );
}
