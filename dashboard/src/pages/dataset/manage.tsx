import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { answered, client, type Dataset, GatecastError, useResource } from '../../api/index.ts';
import { dataset } from '../../messages/dataset.ts';
import { useMessages } from '../../messages/index.ts';
import {
  Button,
  Dialog,
  ErrorNotice,
  formatCount,
  Loaded,
  TextField,
  useChange,
  useEnding,
} from '../../parts/index.ts';
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
  const change = useChange();
  useEffect(() => {
    name.value = shown.name;
    change.reset();
  }, [isOpen, shown.name]);
  const save = async (event: Event) => {
    event.preventDefault();
    const params = { path: { dataset_id: shown.id } };
    const body = { name: name.value.trim() };
    const call = async () =>
      onRenamed(await answered(client.PATCH('/v1/datasets/{dataset_id}', { params, body })));
    if (await change.run(call, m.renamed)) onClose();
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
        {change.error !== null && <ErrorNotice error={change.error} />}
        <div class="dialog-actions">
          <Button onClick={onClose}>{m.cancel}</Button>
          <Button kind="primary" type="submit" disabled={change.isBusy || name.value.trim() === ''}>
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
  const ending = useEnding();
  return (
    <Dialog title={m.deleteTitle(shown.name)} isOpen={isOpen} onClose={onClose}>
      <DeletionConfirmation shown={shown} onClose={onClose} ending={ending} />
    </Dialog>
  );
}

/** A list of what is deleted with a dataset, and the button that deletes it.
 *  @param props.ending aborts when the reader leaves the page, not when the dialog is closed */
function DeletionConfirmation(props: { shown: Dataset; onClose: () => void; ending: AbortSignal }) {
  const m = useMessages(dataset);
  const { shown, onClose, ending } = props;
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
  const { error, isBusy, run } = useChange();
  const takesDependents = useSignal(false);
  const hasDependents = error instanceof GatecastError && error.code === 'dependents_exist';
  const remove = async () => {
    const query = takesDependents.value ? { dependents: 'delete' as const } : {};
    const params = { path: { dataset_id: shown.id }, query };
    const call = () => answered(client.DELETE('/v1/datasets/{dataset_id}', { params }));
    const isDone = await run(call, m.deleted(shown.name));
    // A reader who has left stays where they are.
    if (isDone && !ending.aborted) navigate('/app/datasets', { replace: true });
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
      {error !== null && <ErrorNotice error={error} />}
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
        <Button disabled={isBusy} onClick={onClose}>
          {m.cancel}
        </Button>
        <Button kind="danger" disabled={isBusy} onClick={() => void remove()}>
          {m.delete}
        </Button>
      </div>
    </>
  );
}
