import { useState } from 'preact/hooks';
import { useResource } from '../api/index.ts';
import { useMessages } from '../messages/index.ts';
import { parts } from '../messages/parts.ts';
import { Field } from './field.tsx';
import { ErrorNotice } from './states.tsx';
import { useSettledText } from './text/settled-text.ts';

/** The text of a search, and why its last read has failed. The frame of the page says that the service is away. */
interface NameSearchState {
  name: string;
  onName: (name: string) => void;
  error?: Error | null;
  onRetry?: () => void;
}

/** A search by the beginning of a name, beside a list of choices that does not have all of them. It stays while it has
 *  a text, and until the list is read without one.
 *  @param props.name the text that the list was searched for */
export function NameSearch(props: NameSearchState & { isCut: boolean }) {
  const m = useMessages(parts);
  const { name, isCut, onName, error = null, onRetry } = props;
  const typed = useSettledText(name, (text) => {
    onName(text);
    return true;
  });
  if (!isCut && typed.value === '' && name === '') return null;
  return (
    <div class="stack stack-tight">
      <Field label={m.nameSearch} hint={isCut ? m.nameSearchHint : undefined}>
        {(ids) => (
          <input
            {...ids}
            {...typed}
            class="input"
            type="search"
            onKeyDown={(event) => {
              // Enter searches at once. It does not send the form around the field.
              if (event.key === 'Enter') event.preventDefault();
              typed.onKeyDown(event);
            }}
          />
        )}
      </Field>
      {error !== null && <ErrorNotice error={error} onRetry={onRetry} />}
    </div>
  );
}

/** Choices whose names begin with a text; `all` without a text. The last ones stay until the next are read,
 *  and if they cannot be read.
 *  @param read reads the choices whose names begin with `prefix` */
export function useNameSearch<Choices>(
  all: Choices,
  read: (signal: AbortSignal, prefix: string) => Promise<Choices>,
): { search: NameSearchState; choices: Choices } {
  const [name, onName] = useState('');
  const prefix = name.trim();
  const found = useResource<Choices>(
    async (signal) => (prefix === '' ? all : read(signal, prefix)),
    [all, prefix],
    { keepsValue: true },
  );
  const state = found.state.value;
  const error = 'error' in state ? state.error : null;
  const onRetry = () => void found.reload();
  return { search: { name, onName, error, onRetry }, choices: ('value' in state && state.value) || all };
}
