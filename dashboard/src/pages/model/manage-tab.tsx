import { useEffect, useState } from 'preact/hooks';
import {
  type Alias,
  answered,
  client,
  type Model,
  pause,
  type Resource,
  useResource,
} from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { model as messages } from '../../messages/model.ts';
import {
  Button,
  Dialog,
  ErrorNotice,
  Loaded,
  Panel,
  TextField,
  useChange,
  useEnding,
} from '../../parts/index.ts';
import { navigate } from '../../shell/index.ts';
import { Downloads } from './downloads.tsx';
import { tagsIn, tagsText } from './tags.ts';

const typingMs = 300;
const aliasLengthMax = 63;

export function ManageTab(props: {
  model: Model;
  aliasList: Resource<Alias[]>;
  onChange: (model: Model) => void;
}) {
  const m = useMessages(messages);
  const { model, aliasList, onChange } = props;
  return (
    <>
      <div class="columns columns-wide">
        <Rename model={model} onChange={onChange} />
        {model.status === 'ready' && (
          <Panel title={m.aliases} note={m.aliasesNote}>
            <Loaded resource={aliasList}>
              {(aliases) => (
                <Aliases model={model} aliases={aliases} onAliases={() => void aliasList.reload()} />
              )}
            </Loaded>
          </Panel>
        )}
      </div>
      {model.status === 'ready' && <Downloads model={model} />}
      <Deletion model={model} />
    </>
  );
}

function Rename({ model, onChange }: { model: Model; onChange: (model: Model) => void }) {
  const m = useMessages(messages);
  const [saved, setSaved] = useState({ name: model.name, tags: tagsText(model.tags) });
  const [name, setName] = useState(saved.name);
  const [tags, setTags] = useState(saved.tags);
  const { error, isBusy, run } = useChange();
  const save = () =>
    run(async () => {
      // What was not touched is not sent, so that it stays as it is now.
      const body = {
        ...(name === saved.name ? {} : { name }),
        ...(tags === saved.tags ? {} : { tags: tagsIn(tags) }),
      };
      const path = { params: { path: { model_id: model.id } } };
      if (Object.keys(body).length > 0)
        onChange(await answered(client.PATCH('/v1/models/{model_id}', { ...path, body })));
      setSaved({ name, tags });
    }, m.saved);
  return (
    <Panel title={m.rename}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField label={m.name} value={name} onText={setName} />
        <TextField label={m.tags} hint={m.tagsHint} value={tags} onText={setTags} />
        {error !== null && <ErrorNotice error={error} />}
        <div>
          <Button type="submit" disabled={isBusy}>
            {m.save}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function Aliases(props: { model: Model; aliases: readonly Alias[]; onAliases: () => void }) {
  const m = useMessages(messages);
  const { model, aliases, onAliases } = props;
  const [name, setName] = useState('');
  const { error, isBusy, run } = useChange();
  const alias = name.trim();
  const isTaken = useIsTaken(alias, model);
  /** An alias that was sent before it was known whether another model has it. */
  const [waiting, setWaiting] = useState<string | null>(null);
  const act = async (call: () => Promise<unknown>, said: string) => {
    if (!(await run(call, said))) return;
    setName('');
    onAliases();
  };
  const at = (alias: string) => ({ params: { path: { name: alias } } });
  const add = () => {
    if (alias === '') return;
    if (isTaken === null) return setWaiting(alias);
    const body = { model_id: model.id };
    void act(() => answered(client.PUT('/v1/aliases/{name}', { ...at(alias), body })), m.aliasSet(alias));
  };
  useEffect(() => {
    if (waiting === null || isTaken === null) return;
    setWaiting(null);
    // One that another model has is sent again by the reader, who sees the hint now.
    if (waiting === alias && !isTaken) add();
  }, [waiting, isTaken]);
  return (
    <>
      {aliases.length === 0 ? (
        <p class="soft">{m.aliasNone}</p>
      ) : (
        <ul class="model-files">
          {aliases.map(({ name: given }) => (
            <li key={given} class="row row-spread">
              <code>{given}</code>
              <Button
                size="small"
                disabled={isBusy}
                aria-label={m.aliasRemoveNamed(given)}
                onClick={() =>
                  act(() => answered(client.DELETE('/v1/aliases/{name}', at(given))), m.aliasRemoved(given))
                }
              >
                {m.aliasRemove}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextField
          label={m.aliasName}
          hint={isTaken ? m.aliasTaken(alias) : m.aliasHint}
          autocomplete="off"
          spellcheck={false}
          maxLength={aliasLengthMax}
          value={name}
          onText={setName}
        />
        {error !== null && <ErrorNotice error={error} />}
        <div>
          <Button type="submit" disabled={isBusy || waiting !== null}>
            {m.aliasAdd}
          </Button>
        </div>
      </form>
    </>
  );
}

/** Whether an alias points to another model: setting it would move it. Null while that is asked. */
function useIsTaken(alias: string, { id }: Model): boolean | null {
  const found = useResource(
    async (signal) => {
      if (alias === '') return false;
      await pause(typingMs, signal);
      const { data } = await answered(
        client.GET('/v1/aliases', { params: { query: { name: alias } }, signal }),
      );
      return data.some(({ name, model_id }) => name === alias && model_id !== id);
    },
    [alias, id],
  );
  const state = found.state.value;
  if (state.status === 'loading') return null;
  return state.status === 'ready' && state.value;
}

function Deletion({ model }: { model: Model }) {
  const m = useMessages(messages);
  const [isAsking, setIsAsking] = useState(false);
  const { error, isBusy, run } = useChange();
  const ending = useEnding();
  const remove = async () => {
    setIsAsking(false);
    const path = { params: { path: { model_id: model.id } } };
    const call = () => answered(client.DELETE('/v1/models/{model_id}', path));
    const isDone = await run(call, m.deleted(model.name));
    // A reader who has left stays where they are.
    if (isDone && !ending.aborted) navigate('/app/models');
  };
  return (
    <Panel title={m.delete} note={m.deleteNote}>
      {error !== null && <ErrorNotice error={error} />}
      <div>
        <Button kind="danger" disabled={isBusy} onClick={() => setIsAsking(true)}>
          {m.delete}
        </Button>
      </div>
      <Dialog title={m.deleteAsk(model.name)} isOpen={isAsking} onClose={() => setIsAsking(false)}>
        <p>{m.deleteText}</p>
        <div class="dialog-actions">
          <Button onClick={() => setIsAsking(false)}>{m.keep}</Button>
          <Button kind="danger" onClick={() => void remove()}>
            {m.delete}
          </Button>
        </div>
      </Dialog>
    </Panel>
  );
}
