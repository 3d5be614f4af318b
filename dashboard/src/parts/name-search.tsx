import { useMessages } from '../messages/index.ts';
import { parts } from '../messages/parts.ts';
import { Field } from './field.tsx';
import { useSettledText } from './settled-text.ts';

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
