import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { type Model, readBeginning, type SymbolTrace, useResource } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { memory } from '../../messages/memory.ts';
import {
  contextOfText,
  EmptyState,
  ErrorNotice,
  Field,
  Loaded,
  NameSearch,
  Notice,
  namedOptions,
  Panel,
  Select,
  textOfSymbols,
  useNameSearch,
} from '../../parts/index.ts';
import { navigate } from '../../shell/index.ts';
import { LetterWhy } from './letter-why.tsx';
import { type ReadyModels, readModel, readModels } from './models.ts';
import { SeriesView } from './series-view.tsx';
import { Stage } from './stage.tsx';
import { walkOfSymbols } from './walk.ts';
import { readUntil, traceOf } from './words-view.tsx';

const pollMs = 3_000;

/** A model of the reader: of series, or of symbols. */
export function ModelView({ ready, chosen }: { ready: ReadyModels; chosen: string | undefined }) {
  const m = useMessages(memory);
  const id = chosen ?? ready.models.find(({ kind }) => kind === 'numeric')?.id;
  if (id === undefined)
    return (
      <Panel>
        <EmptyState
          title={m.noModelTitle}
          text={m.noModelText}
          action={
            <a class="button button-primary" href="/app/train">
              {m.toTrain}
            </a>
          }
        />
      </Panel>
    );
  return <ModelMemory key={id} id={id} ready={ready} />;
}

function ModelMemory({ id, ready }: { id: string; ready: ReadyModels }) {
  const m = useMessages(memory);
  const model = useResource((signal) => readModel(id, signal), [id], {
    pollMs: ({ status }) => (status === 'training' ? pollMs : null),
  });
  return (
    <Loaded resource={model}>
      {(known) => {
        const select = <ModelSelect ready={ready} model={known} />;
        if (known.status !== 'ready')
          return (
            <Panel>
              {select}
              <Notice>{m.notReady}</Notice>
            </Panel>
          );
        const isNumeric = 'horizon' in known.spec;
        return isNumeric ? (
          <SeriesView model={known} select={select} />
        ) : (
          <SymbolView model={known} select={select} />
        );
      }}
    </Loaded>
  );
}

function ModelSelect({ ready, model }: { ready: ReadyModels; model: Model }) {
  const m = useMessages(memory);
  const { search, choices } = useNameSearch(ready, readModels);
  return (
    <>
      <Select
        label={m.model}
        options={namedOptions(choices.models, model)}
        value={model.id}
        onChange={(to) => navigate(`/app/memory/${to}`)}
      />
      <NameSearch {...search} isCut={choices.isCut} />
    </>
  );
}

const contextMax = 60;
const firstSymbols = 8;

/** A model of symbols of the reader, and what it reads. */
function SymbolView({ model, select }: { model: Model; select: ComponentChildren }) {
  const m = useMessages(memory);
  const isWords = 'unit' in model.spec && model.spec.unit === 'word';
  const ends = 'boundary' in model.spec && model.spec.boundary === true;
  const [typed, read] = useState<string | null>(null);
  const context = typed === null ? null : contextOfText(typed, isWords);
  const trace = useResource(
    async (signal) => {
      if (context !== null) return traceOf(model.id, context, ends, signal);
      const beginning = await readBeginning(model.dataset_id, firstSymbols, signal);
      // An imported model has no data: any letter shows how it reads.
      return traceOf(model.id, beginning.length === 0 ? 'a' : beginning, ends, signal);
    },
    [model.id, typed],
  );
  const [kept, keep] = useState<SymbolTrace | null>(null);
  const state = trace.state.value;
  if (state.status === 'ready' && state.value !== kept) keep(state.value);
  return (
    <>
      <Panel>
        <div class="columns">
          {select}
          <Field label={m.context}>
            {(ids) => (
              <input
                {...ids}
                class="input"
                maxLength={contextMax}
                value={
                  typed ?? textOfSymbols(kept?.symbols.filter((symbol) => symbol !== null) ?? [], isWords)
                }
                onInput={({ currentTarget: { value } }) =>
                  contextOfText(value, isWords) !== null && read(value)
                }
              />
            )}
          </Field>
        </div>
        {kept !== null && 'error' in state && (
          <ErrorNotice error={state.error} onRetry={() => void trace.reload()} />
        )}
      </Panel>
      {kept === null ? (
        <Loaded resource={trace}>{() => null}</Loaded>
      ) : (
        <Stage
          walk={walkOfSymbols(m, kept)}
          note={m.drawingNote}
          aside={(at) => <LetterWhy model={kept.model_id} context={readUntil(kept, at)} />}
        />
      )}
    </>
  );
}
