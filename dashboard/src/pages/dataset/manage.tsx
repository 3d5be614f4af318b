import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { answered, client, type Dataset, failureOf, GatecastError, useResource } from '../../api/index.ts';
import { dataset } from '../../messages/dataset.ts';
import { useMessages } from '../../messages/index.ts';
import { Button, Dialog, ErrorNotice, formatCount, Loaded, TextField, toast } from '../../parts/index.ts';
import { navigate } from '../../shell/index.ts';

const modelsMax = 500;
const namesMax = 8;

export function RenameDataset(props: {
  shown: Dataset;
  isOpen: boolean;
  onClose: () => void;
  onRenamed: (renamed: Dataset) => void;
}) {
  const m = useMessages(dataset);
  const { shown, isOpen, onClose, onRenamed } = props;
  const name = useSignal(shown.name);
  const error = useSignal<Error | null>(null);
  useEffect(() => {
    name.value = shown.name;
    error.value = null;
  }, [isOpen, shown.name]);
  const save = async (event: Event) => {
    event.preventDefault();
    try {
      const renamed = await answered(
        client.PATCH('/v1/datasets/{dataset_id}', {
          params: { path: { dataset_id: shown.id } },
          body: { name: name.value.trim() },
        }),
      );
      onRenamed(renamed);
      toast({ text: m.renamed, kind: 'good' });
      onClose();
    } catch (thrown) {
      const failure = failureOf(thrown);
      error.value = 'error' in failure ? failure.error : new Error(m.offline);
    }
  };
  return (
    <Dialog title={m.renameTitle} isOpen={isOpen} onClose={onClose}>
      <form class="dialog-form" onSubmit={save}>
        <TextField
          label={m.renameLabel}
          maxLength={200}
          value={name.value}
          onText={(text) => {
            name.value = text;
          }}
        />
        {error.value !== null && <ErrorNotice error={error.value} />}
        <div class="dialog-actions">
          <Button onClick={onClose}>{m.cancel}</Button>
          <Button kind="primary" type="submit" disabled={name.value.trim() === ''}>
            {m.renameSave}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function DeleteDataset(props: { shown: Dataset; isOpen: boolean; onClose: () => void }) {
  const m = useMessages(dataset);
  const { shown, isOpen, onClose } = props;
  return (
    <Dialog title={m.deleteTitle(shown.name)} isOpen={isOpen} onClose={onClose}>
      <Takes shown={shown} onClose={onClose} />
    </Dialog>
  );
}

/** What goes with a dataset, and the button that deletes it. */
function Takes({ shown, onClose }: { shown: Dataset; onClose: () => void }) {
  const m = useMessages(dataset);
  const models = useResource(
    (signal) =>
      answered(
        client.GET('/v1/models', {
          params: { query: { dataset_id: shown.id, limit: modelsMax } },
          signal,
        }),
      ),
    [shown.id],
  );
  const error = useSignal<Error | null>(null);
  const takesDependents = useSignal(false);
  const hasDependents = error.value instanceof GatecastError && error.value.code === 'dependents_exist';
  const remove = async () => {
    try {
      await answered(
        client.DELETE('/v1/datasets/{dataset_id}', {
          params: {
            path: { dataset_id: shown.id },
            query: takesDependents.value ? { dependents: 'delete' } : {},
          },
        }),
      );
      toast({ text: m.deleted(shown.name), kind: 'good' });
      navigate('/app/datasets', { replace: true });
    } catch (thrown) {
      const failure = failureOf(thrown);
      error.value = 'error' in failure ? failure.error : new Error(m.offline);
    }
  };
  return (
    <>
      <p>{m.deleteText}</p>
      <Loaded resource={models}>
        {({ data, next_cursor }) => (
          <div>
            <p>{m.deleteModels(`${formatCount(data.length)}${next_cursor === null ? '' : '+'}`)}</p>
            {data.length > 0 && (
              <>
                <ul>
                  {data.slice(0, namesMax).map(({ id, name }) => (
                    <li key={id}>{name}</li>
                  ))}
                  {data.length > namesMax && <li>…</li>}
                </ul>
                <p>{m.deleteTakes}</p>
              </>
            )}
          </div>
        )}
      </Loaded>
      {error.value !== null && <ErrorNotice error={error.value} />}
      {hasDependents && (
        <label class="check">
          <input
            type="checkbox"
            checked={takesDependents.value}
            onChange={(event) => {
              takesDependents.value = event.currentTarget.checked;
            }}
          />
          {m.deleteToo}
        </label>
      )}
      <div class="dialog-actions">
        <Button onClick={onClose}>{m.cancel}</Button>
        <Button kind="danger" onClick={remove}>
          {m.delete}
        </Button>
      </div>
    </>
  );
}
