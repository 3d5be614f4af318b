import './compare.css';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { answered, client, type Model, type ModelSummary, useResource } from '../../api/index.ts';
import { compare } from '../../messages/compare.ts';
import { useMessages } from '../../messages/index.ts';
import {
  Button,
  distinctNames,
  EmptyState,
  Icon,
  Loaded,
  NameSearch,
  Notice,
  PageHead,
  Panel,
  Select,
} from '../../parts/index.ts';
import { query, setQuery } from '../../shell/index.ts';
import { Measured } from './measured.tsx';
import { onSameSymbols, SymbolResults } from './symbol-results.tsx';

const listed = 200;
const modelsMax = 5;

export default function ComparePage() {
  const m = useMessages(compare);
  const ids = (query.value.get('models') ?? '')
    .split(',')
    .filter((id, i, all) => id !== '' && all.indexOf(id) === i)
    .slice(0, modelsMax);
  const [name, setName] = useState('');
  const prefix = name.trim();
  const all = useResource(
    async (signal) => {
      const query = { status: 'ready', limit: listed, ...(prefix && { name: `${prefix}*` }) } as const;
      return { prefix, ...(await answered(client.GET('/v1/models', { params: { query }, signal }))) };
    },
    [prefix],
    { keepsValue: true },
  );
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      <Loaded resource={all}>
        {({ data, next_cursor, prefix }) =>
          data.length === 0 && prefix === '' && ids.length === 0 ? (
            <Panel>
              <EmptyState
                title={m.noModels}
                text={m.noModelsText}
                action={
                  <a class="button button-primary" href="/app/train">
                    {m.train}
                  </a>
                }
              />
            </Panel>
          ) : (
            <>
              <Chooser
                all={data}
                ids={ids}
                search={<NameSearch name={name} isCut={next_cursor !== null} onName={setName} />}
              />
              {ids.length < 2 ? (
                <Panel>
                  <EmptyState title={m.chooseTitle} text={m.chooseText} />
                </Panel>
              ) : (
                <Chosen key={ids.join()} ids={ids} />
              )}
            </>
          )
        }
      </Loaded>
    </div>
  );
}

function choose(ids: readonly string[]): void {
  setQuery({ models: ids.length === 0 ? null : ids.join(',') });
}

function Chooser(props: { all: readonly ModelSummary[]; ids: readonly string[]; search: ComponentChildren }) {
  const m = useMessages(compare);
  const { all, ids, search } = props;
  // Models of earlier searches keep their names.
  const [byId] = useState(() => new Map<string, ModelSummary>());
  for (const model of all) byId.set(model.id, model);
  const names = distinctNames([...byId.values()]);
  // The charts and tables have the compared models alone.
  const chosenNames = distinctNames(ids.flatMap((id) => byId.get(id) ?? []));
  const data = byId.get(ids[0] ?? '')?.dataset_id;
  const kindOfFirst = byId.get(ids[0] ?? '')?.kind;
  const isOther = ({ dataset_id }: ModelSummary) => data !== undefined && dataset_id !== data;
  const open = all
    .filter(({ id, kind }) => !ids.includes(id) && (kindOfFirst === undefined || kind === kindOfFirst))
    .sort((a, b) => Number(isOther(a)) - Number(isOther(b)));
  return (
    <Panel title={m.models}>
      {ids.length > 0 && (
        <ul class="compare-chosen">
          {ids.map((id, i) => (
            <li key={id} class="compare-chip" data-line={i + 1}>
              <a href={`/app/models/${id}`}>{chosenNames.get(id) ?? id}</a>
              <Button
                kind="quiet"
                size="small"
                aria-label={m.remove(chosenNames.get(id) ?? id)}
                onClick={() => choose(ids.filter((one) => one !== id))}
              >
                <Icon name="close" size={14} />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {ids.length < modelsMax && (
        <div class="compare-add stack">
          {open.length > 0 && (
            <Select
              label={m.add}
              value=""
              options={[
                { value: '', label: m.addNone },
                ...open.map((model) => ({
                  value: model.id,
                  label: `${names.get(model.id) ?? model.name} · ${model.cell.toUpperCase()}${isOther(model) ? ` · ${m.otherData}` : ''}`,
                })),
              ]}
              onChange={(id) => id !== '' && choose([...ids, id])}
            />
          )}
          {search}
        </div>
      )}
    </Panel>
  );
}

/** Reads the models, and says whether they can be compared. */
function Chosen({ ids }: { ids: readonly string[] }) {
  const models = useResource(
    async (signal) => {
      const found = await Promise.all(
        ids.map((id) =>
          answered(client.GET('/v1/models/{model_id}', { params: { path: { model_id: id } }, signal })),
        ),
      );
      const names = distinctNames(found);
      return found.map((model) => ({ ...model, name: names.get(model.id) ?? model.name }));
    },
    [ids.join()],
  );
  return <Loaded resource={models}>{(found) => <Comparable models={found} />}</Loaded>;
}

function Comparable({ models }: { models: readonly Model[] }) {
  const m = useMessages(compare);
  const numeric = models.flatMap((model) =>
    'horizon' in model.spec ? [{ model, horizon: model.spec.horizon, target: model.spec.target }] : [],
  );
  const count = (values: readonly unknown[]) => new Set(values).size;
  const unready = models.find(({ status }) => status !== 'ready');
  const symbols = onSameSymbols(models);
  if (symbols !== null) return <SymbolResults tested={symbols} />;
  const reason =
    unready !== undefined
      ? m.notReady(unready.name)
      : numeric.length < models.length
        ? numeric.length > 0
          ? m.mixedKinds
          : m.differentSymbols
        : count(models.map(({ dataset_id }) => dataset_id)) > 1
          ? m.differentData
          : count(numeric.map(({ target }) => target)) > 1
            ? m.differentTarget
            : null;
  if (reason !== null)
    return (
      <Notice kind="warn">
        <strong>{m.notComparable}</strong>
        <span>{reason}</span>
        {numeric.length === models.length && (
          <>
            <span class="small">{m.keepOnly}</span>
            <ul class="small">
              {numeric.map(({ model, target }) => (
                <li key={model.id}>
                  <strong>{model.name}</strong>: {m.trainedOn(model.dataset_id, target)}
                </li>
              ))}
            </ul>
          </>
        )}
      </Notice>
    );
  return <Measured models={models} horizons={numeric.map(({ horizon }) => horizon)} />;
}
