import { answered, client, type StoredBytes, type Usage, useResource } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { settings } from '../../messages/settings.ts';
import {
  Figure,
  formatBytes,
  formatCount,
  formatPercent,
  Loaded,
  Notice,
  Panel,
  Progress,
  Table,
} from '../../parts/index.ts';

const pollMs = 10_000;
/** Share of a limit from which on the panel warns. */
const fullShare = 0.9;

/** Pages on which things of a kind can be deleted. */
const pageOf: Partial<Record<keyof StoredBytes, string>> = {
  datasets: '/app/datasets',
  models: '/app/models',
  checkpoints: '/app/jobs',
  jobs: '/app/jobs',
  webhooks: '/app/settings/webhooks',
};

/** How much the tenant of the key stores, and how much it may store. */
export function Storage() {
  const m = useMessages(settings);
  const usage = useResource((signal) => answered(client.GET('/v1/usage', { signal })), [], { pollMs });
  return (
    <Panel title={m.storage} note={m.storageNote}>
      <Loaded resource={usage}>{(read) => <Stored usage={read} />}</Loaded>
    </Panel>
  );
}

function Stored({ usage }: { usage: Usage }) {
  const m = useMessages(settings);
  const { stored_bytes, stored_bytes_max, observations, observations_max } = usage;
  const fullest = Math.max(
    shareOf(stored_bytes, stored_bytes_max) ?? 0,
    shareOf(observations, observations_max) ?? 0,
  );
  const kinds = (Object.entries(usage.stored_bytes_by_kind) as [keyof StoredBytes, number][])
    .filter(([, bytes]) => bytes > 0)
    .sort(([, a], [, b]) => b - a);
  return (
    <>
      {fullest >= 1 && <Notice kind="bad">{m.storageFull}</Notice>}
      {fullest >= fullShare && fullest < 1 && <Notice kind="warn">{m.storageNearlyFull}</Notice>}
      <div class="columns">
        <Amount label={m.storedBytes} value={stored_bytes} max={stored_bytes_max} format={formatBytes} />
        <Amount label={m.observations} value={observations} max={observations_max} format={formatCount} />
      </div>
      {kinds.length > 0 && (
        <Table
          label={m.storedByKind}
          rows={kinds}
          keyOf={([kind]) => kind}
          columns={[
            { title: m.storedKind, isHead: true, cell: ([kind]) => <Kind kind={kind} /> },
            { title: m.storedBytes, isNumber: true, cell: ([, bytes]) => formatBytes(bytes) },
            {
              title: m.storedShare,
              isNumber: true,
              cell: ([, bytes]) => formatPercent(bytes / stored_bytes),
            },
          ]}
        />
      )}
    </>
  );
}

/** @returns null without a limit */
function shareOf(value: number, max: number | null): number | null {
  if (max === null) return null;
  return max === 0 ? 1 : value / max;
}

function Amount(props: {
  label: string;
  value: number;
  max: number | null;
  format: (value: number) => string;
}) {
  const m = useMessages(settings);
  const { label, value, max, format } = props;
  const share = shareOf(value, max);
  return (
    <div class="stack stack-tight">
      <Figure
        label={label}
        value={format(value)}
        note={max === null ? m.noLimit : m.ofLimit(formatPercent(share), format(max))}
      />
      {share !== null && <Progress label={label} value={Math.min(1, share)} />}
    </div>
  );
}

function Kind({ kind }: { kind: keyof StoredBytes }) {
  const m = useMessages(settings);
  const texts = {
    datasets: [m.storedDatasets, m.storedDatasetsNote],
    models: [m.storedModels, m.storedModelsNote],
    fleets: [m.storedFleets, m.storedFleetsNote],
    forecasts: [m.storedForecasts, m.storedForecastsNote],
    backtests: [m.storedBacktests, m.storedBacktestsNote],
    checkpoints: [m.storedCheckpoints, m.storedCheckpointsNote],
    jobs: [m.storedJobs, m.storedJobsNote],
    webhooks: [m.storedWebhooks, m.storedWebhooksNote],
  } satisfies Record<keyof StoredBytes, [string, string]>;
  const [name, note] = texts[kind];
  const page = pageOf[kind];
  return (
    <>
      {page === undefined ? name : <a href={page}>{name}</a>}
      <div class="small faint settings-kind">{note}</div>
    </>
  );
}
