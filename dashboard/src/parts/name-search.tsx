import { useState } from 'preact/hooks';
import { useResource } from '../api/index.ts';
import { useMessages } from '../messages/index.ts';
import { parts } from '../messages/parts.ts';
import { Field } from './field.tsx';
import { useSettledText } from './text/settled-text.ts';

/** A search by the beginning of a name, beside a list of choices that does not have all of them. It stays while it has a text.
 *  @param props.name the text that the list was searched for */
export function NameSearch(props: { name: string; isCut: boolean; onName: (name: string) => void }) {
  const m = useMessages(parts);
  const { name, isCut, onName } = props;
  const typed = useSettledText(name, (text) => {
    onName(text);
    return true;
  });
  if (!isCut && typed.value === '') return null;
  return (
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
  );
}

/** Choices whose names begin with a text; `all` without a text. The last ones stay until the next are read.
 *  @param read reads the choices whose names begin with `prefix` */
export function useNameSearch<Choices>(
  all: Choices,
  read: (signal: AbortSignal, prefix: string) => Promise<Choices>,
): { name: string; onName: (name: string) => void; choices: Choices } {
  const [name, onName] = useState('');
  const prefix = name.trim();
  const found = useResource<Choices>(
    async (signal) => (prefix === '' ? all : read(signal, prefix)),
    [all, prefix],
    { keepsValue: true },
  );
  const state = found.state.value;
  return { name, onName, choices: ('value' in state && state.value) || all };
}
