import { useSignal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import {
  type Alternative,
  type DatasetPreview,
  failureOf,
  isJson,
  newCallKey,
  previewUpload,
  queryOf,
  type ReadingOptions,
  storeUpload,
  useResource,
} from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { start } from '../../messages/start.ts';
import { tables } from '../../messages/tables.ts';
import {
  Button,
  ErrorNotice,
  FailureState,
  Fold,
  formatBytes,
  Icon,
  Notice,
  Panel,
  Skeleton,
  TextField,
  toast,
  useChange,
} from '../../parts/index.ts';
import { Faults, optionsInForce, ReadingForm, Warnings, withAlternative } from '../../parts/tables/index.ts';
import { navigate } from '../../shell/index.ts';
import type { Source } from './index.tsx';
import { nameLengthMax, proposedName } from './names.ts';
import { Understood } from './understood.tsx';

/** The dataset that the service would make of a file, before it is stored. */
export function Preview({ source }: { source: Source }) {
  const m = useMessages(start);
  const t = useMessages(tables);
  const { file, name } = source;
  const [options, setOptions] = useState<ReadingOptions>({});
  const read = useResource(
    (signal) => previewUpload(file, { ...options, ...(isJson(file) || name === '' ? {} : { name }) }, signal),
    [file, options],
  );
  const choose = (alternative: Alternative) =>
    setOptions(optionsInForce(withAlternative(options, alternative)));
  const form = !isJson(file) && (
    <Panel>
      <Fold title={t.otherReading}>
        <ReadingForm file={file} options={options} onRead={setOptions} />
      </Fold>
    </Panel>
  );
  const check = useRef<HTMLSpanElement>(null);
  const state = read.state.value;
  const head = (
    <div class="row soft">
      <Icon name="data" size={16} />
      {file.name} · {formatBytes(file.size)}
      {Object.entries(queryOf(options)).map(([option, value]) => (
        <code key={option}>
          {option}={value}
        </code>
      ))}
    </div>
  );
  if (state.status === 'loading')
    return (
      <Panel title={t.reading}>
        {head}
        <Skeleton lines={4} hasBlock />
      </Panel>
    );
  if (state.status === 'ready')
    return (
      <>
        <Panel title={m.understood}>
          {head}
          <Understood preview={state.value} />
        </Panel>
        <Panel
          title={
            <span ref={check} tabIndex={-1}>
              {m.checkTitle}
            </span>
          }
          note={m.checkNote}
        >
          {state.value.warnings.length === 0 ? (
            <Notice kind="good">{m.allClear}</Notice>
          ) : (
            <Warnings
              warnings={state.value.warnings}
              file={file}
              onChoose={isJson(file) ? undefined : choose}
            />
          )}
        </Panel>
        {form}
        <div class="start-end">
          <Panel>
            <Store
              source={source}
              options={options}
              preview={state.value}
              onCheck={() => {
                check.current?.focus({ preventScroll: true });
                check.current?.scrollIntoView({ block: 'center' });
              }}
            />
          </Panel>
        </div>
      </>
    );
  if (state.status !== 'error')
    return (
      <Panel>
        <FailureState failure={state} onRetry={() => void read.reload()} />
      </Panel>
    );
  return (
    <>
      <Panel title={t.whyRefused}>
        {head}
        <Faults error={state.error} file={file} onChoose={isJson(file) ? undefined : choose} />
      </Panel>
      {form}
    </>
  );
}

/** Stores the file under a name, and leads on.
 *  @param onCheck shows the warnings, which may lie outside of the window */
function Store(props: {
  source: Source;
  options: ReadingOptions;
  preview: DatasetPreview;
  onCheck: () => void;
}) {
  const m = useMessages(start);
  const { source, options, preview, onCheck } = props;
  const name = useSignal(proposedName(source.name, preview.name, isJson(source.file)));
  const { error, isBusy, run } = useChange();
  // The same key is sent again after a lost connection, so nothing is stored twice.
  const [callKey, setCallKey] = useState(() => newCallKey());
  const call = useRef<AbortController>(undefined);
  const cancel = () => call.current?.abort();
  // A reader who has left is not led on. A file whose last byte has arrived is stored all the same.
  useEffect(() => cancel, []);
  const store = (leadTo: (id: string) => string) =>
    run(async () => {
      call.current = new AbortController();
      const { signal } = call.current;
      const given = name.value.trim();
      const dataset = await storeUpload(
        source.file,
        { ...options, ...(given === '' ? {} : { name: given }) },
        { callKey, signal },
      ).catch((error: Error) => {
        if (signal.aborted) return null;
        throw error;
      });
      if (dataset === null) {
        toast({ text: m.storeCancelled });
        return;
      }
      toast({ text: m.stored(dataset.name), kind: 'good' });
      navigate(leadTo(dataset.id));
    });
  const isAway = error !== null && failureOf(error).status === 'offline';
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void store((id) => `/app/train?dataset=${id}`);
      }}
    >
      <div class="start-store">
        <TextField
          label={m.nameLabel}
          maxLength={nameLengthMax}
          value={name.value}
          onText={(text) => {
            name.value = text;
            setCallKey(newCallKey());
          }}
        />
        {preview.warnings.length > 0 && (
          <Button onClick={onCheck}>{m.toCheck(preview.warnings.length)}</Button>
        )}
        <Button kind="primary" type="submit" disabled={isBusy}>
          {m.store}
          <Icon name="arrow" />
        </Button>
        <Button disabled={isBusy} onClick={() => void store((id) => `/app/datasets/${id}`)}>
          {m.storeOnly}
        </Button>
        {isBusy && <Button onClick={cancel}>{m.storeCancel}</Button>}
      </div>
      {error !== null && (isAway ? <Notice kind="bad">{m.offline}</Notice> : <ErrorNotice error={error} />)}
    </form>
  );
}
