import { useSignal } from '@preact/signals';
import { useState } from 'preact/hooks';
import {
  type Alternative,
  append,
  type Dataset,
  isJson,
  newCallKey,
  type ObservationsAdded,
  type ReadingOptions,
  useResource,
} from '../../api/index.ts';
import { dataset } from '../../messages/dataset.ts';
import { useMessages } from '../../messages/index.ts';
import { tables } from '../../messages/tables.ts';
import {
  Button,
  ErrorNotice,
  FailureState,
  Field,
  Fold,
  formatBytes,
  formatCount,
  Icon,
  Notice,
  Skeleton,
  toast,
  useChange,
  useEnding,
} from '../../parts/index.ts';
import {
  DropZone,
  Faults,
  FirstRows,
  fileKey,
  ReadingForm,
  useFileDrop,
  Warnings,
  withAlternative,
} from '../../parts/tables/index.ts';
import { setQuery } from '../../shell/index.ts';

const namesMax = 10;

/** Adds rows to a dataset, after a dry run has shown what they change. */
export function AddRows({ shown, onAdded }: { shown: Dataset; onAdded: () => Promise<void> }) {
  const m = useMessages(dataset);
  const [file, setFile] = useState<File | null>(null);
  const text = useSignal('');
  const drop = useFileDrop(setFile);
  if (file !== null)
    return (
      <AppendPreview
        key={fileKey(file)}
        shown={shown}
        file={file}
        onAdded={onAdded}
        onOther={() => setFile(null)}
      />
    );
  return (
    <>
      <DropZone isSmall drop={drop} />
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.value.trim() !== '') setFile(new File([text.value], 'pasted.csv', { type: 'text/csv' }));
        }}
      >
        <Field label={m.addPaste}>
          {(ids) => (
            <textarea
              {...ids}
              class="input dataset-paste"
              spellcheck={false}
              value={text.value}
              onInput={(event) => {
                text.value = event.currentTarget.value;
              }}
            />
          )}
        </Field>
        <div>
          <Button type="submit">{m.addLook}</Button>
        </div>
      </form>
    </>
  );
}

/** What the rows of a file would change, and the button that adds them. */
function AppendPreview(props: {
  shown: Dataset;
  file: File;
  onAdded: () => Promise<void>;
  onOther: () => void;
}) {
  const m = useMessages(dataset);
  const t = useMessages(tables);
  const { shown, file, onAdded, onOther } = props;
  const [options, setOptions] = useState<ReadingOptions>({});
  const dryRun = useResource(
    (signal) => append(shown.id, file, options, { isDryRun: true, signal }),
    [file, options],
  );
  const choose = (alternative: Alternative) => setOptions(withAlternative(options, alternative));
  const state = dryRun.state.value;
  return (
    <div class="stack">
      <div class="row row-spread">
        <div class="row soft">
          <Icon name="data" size={16} />
          {file.name} · {formatBytes(file.size)}
          {Object.entries(options).map(([option, value]) => (
            <code key={option}>
              {option}={value}
            </code>
          ))}
        </div>
        <Button size="small" onClick={onOther}>
          {m.addOther}
        </Button>
      </div>
      {state.status === 'loading' ? (
        <Skeleton lines={4} />
      ) : state.status === 'ready' ? (
        <>
          <Change change={state.value} shown={shown} file={file} onChoose={choose} />
          <Add {...{ shown, file, options, onAdded, change: state.value }} />
        </>
      ) : state.status === 'error' ? (
        <Faults error={state.error} file={file} onChoose={choose} />
      ) : (
        <FailureState failure={state} onRetry={() => void dryRun.reload()} />
      )}
      {!isJson(file) && (
        <Fold title={t.otherReading}>
          <ReadingForm file={file} options={options} isAppend onRead={setOptions} />
        </Fold>
      )}
    </div>
  );
}

function Change(props: {
  change: ObservationsAdded;
  shown: Dataset;
  file: File;
  onChoose: (alternative: Alternative) => void;
}) {
  const m = useMessages(dataset);
  const { change, shown, file, onChoose } = props;
  const { added, replaced, new_series, warnings, preview = [] } = change;
  const names = new_series.slice(0, namesMax).join(', ');
  return (
    <>
      <Notice kind={added + replaced > 0 ? 'good' : 'plain'}>
        {added + replaced > 0 ? m.addWould(formatCount(added), formatCount(replaced)) : m.addNothing}
        {new_series.length > 0 && (
          <div>{m.addSeries(new_series.length > namesMax ? `${names} …` : names)}</div>
        )}
      </Notice>
      {warnings.length > 0 && <Warnings warnings={warnings} file={file} onChoose={onChoose} />}
      {preview.length > 0 && (
        <>
          <h3>{m.firstRows}</h3>
          <FirstRows label={m.firstRows} series={preview} target={shown.target} />
        </>
      )}
    </>
  );
}

function Add(props: {
  shown: Dataset;
  file: File;
  options: ReadingOptions;
  change: ObservationsAdded;
  onAdded: () => Promise<void>;
}) {
  const m = useMessages(dataset);
  const { shown, file, options, change, onAdded } = props;
  const { error, isBusy, run } = useChange();
  const [callKey] = useState(newCallKey);
  const ending = useEnding();
  const add = () =>
    run(async () => {
      const { added, replaced } = await append(shown.id, file, options, { isDryRun: false, callKey });
      toast({ text: m.added(formatCount(added), formatCount(replaced)), kind: 'good' });
      await onAdded();
      // A reader who has left stays where they are.
      if (!ending.aborted) setQuery({ tab: null });
    });
  return (
    <>
      {error !== null && <ErrorNotice error={error} />}
      <div>
        <Button kind="primary" disabled={isBusy || change.added + change.replaced === 0} onClick={add}>
          {m.addStore}
        </Button>
      </div>
    </>
  );
}
