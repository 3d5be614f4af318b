import './start.css';
import { useSignal } from '@preact/signals';
import { lazy, Suspense } from 'preact/compat';
import sampleUrl from 'vega-datasets/data/sp500-2000.csv?url';
import { readAsset } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { start } from '../../messages/start.ts';
import { Button, ErrorNotice, PageHead, Panel, Skeleton } from '../../parts/index.ts';
import { DropZone, fileKey, useFileDrop } from '../../parts/tables/index.ts';
import { datasetNameOf } from './names.ts';
import { nothingTyped, Paste, type Typed } from './paste.tsx';
import { StoredBefore } from './stored-before.tsx';

/** A file to look at, and the name that is proposed for its dataset; empty: the service makes one. */
export interface Source {
  file: File;
  name: string;
}

const Preview = lazy(() => import('./preview.tsx').then(({ Preview }) => Preview));

export default function StartPage() {
  const m = useMessages(start);
  const source = useSignal<Source | null>(null);
  const typed = useSignal<Typed>(nothingTyped);
  const takeFile = (file: File) => {
    source.value = { file, name: datasetNameOf(file.name) };
  };
  const drop = useFileDrop(takeFile);
  const shown = source.value;
  return (
    <div class="page">
      <PageHead
        title={m.title}
        lead={m.lead}
        actions={
          shown !== null && (
            <Button
              onClick={() => {
                source.value = null;
              }}
            >
              {m.other}
            </Button>
          )
        }
      />
      {shown === null ? (
        <>
          <div class="start-ways">
            <Panel title={m.ownTitle} note={m.ownNote}>
              <DropZone drop={drop} />
            </Panel>
            <div class="stack">
              <Sample
                onSource={(taken) => {
                  source.value = taken;
                }}
              />
              <How />
            </div>
          </div>
          <div class="columns columns-wide">
            <Panel title={m.pasteTitle} note={m.pasteNote}>
              <Paste
                typed={typed.value}
                onTyped={(text) => {
                  typed.value = text;
                }}
                onSource={(taken) => {
                  source.value = taken;
                }}
              />
            </Panel>
            <StoredBefore />
          </div>
        </>
      ) : (
        <Suspense fallback={<Skeleton lines={4} hasBlock />}>
          <Preview key={fileKey(shown.file)} source={shown} />
        </Suspense>
      )}
    </div>
  );
}

function Sample({ onSource }: { onSource: (source: Source) => void }) {
  const m = useMessages(start);
  const error = useSignal<Error | null>(null);
  const isBusy = useSignal(false);
  const take = async () => {
    isBusy.value = true;
    error.value = null;
    try {
      onSource({ file: await readAsset(sampleUrl, 'sp500-2000.csv'), name: m.sampleName });
    } catch (thrown) {
      error.value = thrown as Error;
    }
    isBusy.value = false;
  };
  return (
    <Panel title={m.sampleTitle}>
      <p class="soft">{m.sampleText}</p>
      <div>
        <Button onClick={take} disabled={isBusy.value}>
          {m.sampleUse}
        </Button>
      </div>
      {error.value !== null && <ErrorNotice error={error.value} />}
    </Panel>
  );
}

function How() {
  const m = useMessages(start);
  return (
    <Panel title={m.howTitle}>
      <ol class="start-how">
        {[m.how1, m.how2, m.how3].map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
    </Panel>
  );
}
