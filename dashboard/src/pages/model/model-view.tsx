import { useState } from 'preact/hooks';
import { type Alias, answered, client, items, type Model, useResource } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { model as messages } from '../../messages/model.ts';
import {
  Badge,
  Button,
  EmptyState,
  Icon,
  LoadedPage,
  Notice,
  PageHead,
  Panel,
  ProblemText,
  Tabs,
} from '../../parts/index.ts';
import { query, setQuery } from '../../shell/index.ts';
import { ErrorsTab } from './errors-tab.tsx';
import { ManageTab } from './manage-tab.tsx';
import { StatusBadge } from './model-list.tsx';
import { QualityTab } from './quality-tab.tsx';
import { RetrainDialog } from './retrain-dialog.tsx';
import { TrainingTab } from './training-tab.tsx';

const pollMs = 3_000;
/** Aliases that one call reads. */
const aliasesRead = 500;
const tabNames = ['quality', 'errors', 'training', 'manage'] as const;

export function ModelView({ id }: { id: string }) {
  const m = useMessages(messages);
  const found = useResource(
    (signal) => answered(client.GET('/v1/models/{model_id}', { params: { path: { model_id: id } }, signal })),
    [id],
    { pollMs: ({ status }) => (status === 'training' ? pollMs : null) },
  );
  return (
    <LoadedPage title={m.model} resource={found}>
      {(model) => <Ready model={model} onChange={(next) => found.set(next)} />}
    </LoadedPage>
  );
}

async function readAliases(model_id: string, signal: AbortSignal): Promise<Alias[]> {
  const all: Alias[] = [];
  for await (const alias of items((cursor) => {
    const query = { model_id, limit: aliasesRead, ...(cursor !== undefined && { cursor }) };
    return answered(client.GET('/v1/aliases', { params: { query }, signal }));
  }))
    all.push(alias);
  return all;
}

function Ready({ model, onChange }: { model: Model; onChange: (model: Model) => void }) {
  const m = useMessages(messages);
  const aliasList = useResource((signal) => readAliases(model.id, signal), [model.id]);
  const state = aliasList.state.value;
  const aliases = 'value' in state ? (state.value ?? []) : [];
  const [isRetraining, setIsRetraining] = useState(false);
  const isReady = model.status === 'ready';
  const wanted = query.value.get('tab');
  const tab = tabNames.find((name) => name === wanted) ?? (isReady ? 'quality' : 'training');
  const labels = { quality: m.tabQuality, errors: m.tabErrors, training: m.tabTraining, manage: m.tabManage };
  return (
    <div class="page">
      <PageHead
        title={model.name}
        lead={
          <span class="model-name">
            <StatusBadge status={model.status} />
            {aliases.map(({ name }) => (
              <Badge key={name} kind="accent">
                {name}
              </Badge>
            ))}
            {model.tags.map((tag) => (
              <a key={tag} class="badge" href={`/app/models?tag=${encodeURIComponent(tag)}`}>
                {tag}
              </a>
            ))}
          </span>
        }
        actions={
          isReady && (
            <>
              <a class="button" href={`/app/memory/${model.id}`}>
                {m.remembers}
              </a>
              <Button onClick={() => setIsRetraining(true)}>
                <Icon name="retry" size={16} />
                {m.retrain}
              </Button>
              <a class="button button-primary" href={`/app/forecast/${model.id}`}>
                {m.forecast}
              </a>
            </>
          )
        }
      />
      <NotReady model={model} />
      <Tabs
        label={m.tabs}
        tabs={(isReady ? tabNames : (['training', 'manage'] as const)).map((value) => ({
          value,
          label: labels[value],
        }))}
        value={tab}
        onChange={(value) => setQuery({ tab: value === 'quality' ? null : value })}
      >
        {tab === 'quality' && <QualityTab model={model} />}
        {tab === 'errors' && <ErrorsTab model={model} />}
        {tab === 'training' && <TrainingTab model={model} />}
        {tab === 'manage' && <ManageTab {...{ model, aliasList, onChange }} />}
      </Tabs>
      <RetrainDialog model={model} isOpen={isRetraining} onClose={() => setIsRetraining(false)} />
    </div>
  );
}

/** Why a model cannot be used, and where to go. */
function NotReady({ model: { status, error, job_id } }: { model: Model }) {
  const m = useMessages(messages);
  if (status === 'ready') return null;
  const to = job_id === null ? null : `/app/train/${job_id}`;
  if (status === 'training')
    return (
      <Panel>
        <EmptyState
          title={m.isTraining}
          action={
            to && (
              <a class="button button-primary" href={to}>
                {m.watch}
              </a>
            )
          }
        />
      </Panel>
    );
  return (
    <Notice kind={status === 'failed' ? 'bad' : 'warn'}>
      <strong>{status === 'failed' ? m.hasFailed : m.wasCancelled}</strong>
      {error !== null && (
        <span>
          <ProblemText problem={error} />
        </span>
      )}
      {to && (
        <div>
          <a href={to}>{m.toJob}</a>
        </div>
      )}
    </Notice>
  );
}
