import { useState } from 'preact/hooks';
import { client, type Dataset, exportDataset, polled, type Resource, useResource } from '../../api/index.ts';
import { dataset } from '../../messages/dataset.ts';
import { useMessages } from '../../messages/index.ts';
import {
  Button,
  ErrorText,
  formatCount,
  Icon,
  Loaded,
  PageHead,
  Panel,
  Skeleton,
  saveFile,
  Tabs,
  toast,
} from '../../parts/index.ts';
import { formatStep } from '../../parts/tables/index.ts';
import { query, setQuery } from '../../shell/index.ts';
import { About } from './about.tsx';
import { AddRows } from './add-rows.tsx';
import { DeleteDataset, RenameDataset } from './manage.tsx';
import { Sequences } from './sequences.tsx';
import { SeriesView } from './series-view.tsx';
import { Versions } from './versions.tsx';

/** A dataset changes when somebody adds rows; an unchanged one is answered by its tag alone. */
const pollMs = 10_000;
const tabNames = ['series', 'add', 'versions', 'about'] as const;
type TabName = (typeof tabNames)[number];

export function OneDataset({ id }: { id: string }) {
  const [read] = useState(() =>
    polled((headers, signal) =>
      client.GET('/v1/datasets/{dataset_id}', { params: { path: { dataset_id: id } }, headers, signal }),
    ),
  );
  const resource = useResource(read, [id], { pollMs });
  return (
    <div class="page">
      <Loaded resource={resource} loading={<Skeleton lines={3} hasBlock />}>
        {(shown) => <Shown shown={shown} resource={resource} />}
      </Loaded>
      {'value' in resource.state.value && resource.state.value.value !== undefined ? null : <Untitled />}
    </div>
  );
}

/** The page has a heading while its dataset is not there. */
function Untitled() {
  const m = useMessages(dataset);
  return <PageHead title={m.title} />;
}

function Shown({ shown, resource }: { shown: Dataset; resource: Resource<Dataset> }) {
  const m = useMessages(dataset);
  const tab = tabNames.find((name) => name === query.value.get('tab')) ?? 'series';
  const [open, setOpen] = useState<'rename' | 'delete' | null>(null);
  const labels: Record<TabName, string> = {
    series: m.tabSeries,
    add: m.tabAdd,
    versions: m.tabVersions,
    about: m.tabAbout,
  };
  return (
    <>
      <PageHead
        title={shown.name}
        lead={<Lead shown={shown} />}
        actions={
          <>
            <a class="button button-primary" href={`/app/train?dataset=${shown.id}`}>
              <Icon name="train" />
              {m.train}
            </a>
            {shown.kind === 'numeric' && <Download shown={shown} />}
            <Button onClick={() => setOpen('rename')}>
              <Icon name="edit" size={16} />
              {m.rename}
            </Button>
            <Button kind="danger" onClick={() => setOpen('delete')}>
              <Icon name="trash" size={16} />
              {m.delete}
            </Button>
          </>
        }
      />
      <Tabs
        label={m.tabs}
        tabs={tabNames.map((value) => ({ value, label: labels[value] }))}
        value={tab}
        onChange={(value) => setQuery({ tab: value === 'series' ? null : value })}
      >
        {tab === 'series' &&
          (shown.kind === 'symbols' ? <Sequences shown={shown} /> : <SeriesView shown={shown} />)}
        {tab === 'add' && (
          <Panel title={m.addTitle} note={m.addNote}>
            {shown.kind === 'symbols' ? (
              <p>{m.symbolsFixed}</p>
            ) : (
              <AddRows shown={shown} onAdded={resource.reload} />
            )}
          </Panel>
        )}
        {tab === 'versions' && (
          <Panel title={m.tabVersions} note={m.versionsNote}>
            <Versions key={shown.version} shown={shown} onRestored={() => void resource.reload()} />
          </Panel>
        )}
        {tab === 'about' && <About shown={shown} />}
      </Tabs>
      <RenameDataset
        shown={shown}
        isOpen={open === 'rename'}
        onClose={() => setOpen(null)}
        onRenamed={resource.set}
      />
      <DeleteDataset shown={shown} isOpen={open === 'delete'} onClose={() => setOpen(null)} />
    </>
  );
}

function Lead({ shown }: { shown: Dataset }) {
  const m = useMessages(dataset);
  const [count, points] = [formatCount(shown.series_count), formatCount(shown.point_count)];
  if (shown.kind === 'symbols') return <>{m.rowSymbols(count, points)}</>;
  const { kind, step } = shown.frequency;
  return (
    <>
      {m.rowNumbers(count, points)}
      {shown.start !== null && ` · ${m.span(String(shown.start), String(shown.end))}`}
      {kind !== 'index' && ` · ${formatStep(step)}`}
    </>
  );
}

function Download({ shown }: { shown: Dataset }) {
  const m = useMessages(dataset);
  const [busy, setBusy] = useState<'csv' | 'parquet' | null>(null);
  const save = async (format: 'csv' | 'parquet') => {
    setBusy(format);
    try {
      saveFile(
        await exportDataset(shown.id, format),
        `${shown.name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.${format}`,
      );
    } catch (error) {
      toast({ text: <ErrorText error={error as Error} />, kind: 'bad' });
    }
    setBusy(null);
  };
  return (
    <>
      {(['csv', 'parquet'] as const).map((format) => (
        <Button
          key={format}
          disabled={busy !== null}
          aria-label={`${m.download} ${format === 'csv' ? m.downloadCsv : m.downloadParquet}`}
          onClick={() => void save(format)}
        >
          <Icon name="download" size={16} />
          {format === 'csv' ? m.downloadCsv : m.downloadParquet}
        </Button>
      ))}
    </>
  );
}
