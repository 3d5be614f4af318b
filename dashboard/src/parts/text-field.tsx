import type { ComponentChildren } from 'preact';
import { Field } from './field.tsx';

interface TextFieldProps {
  label: string;
  hint?: ComponentChildren;
  error?: ComponentChildren;
  isOptional?: boolean;
  value: string;
  /** Gets the text with each key. */
  onText: (text: string) => void;
  type?: 'text' | 'search' | 'password' | 'date' | 'number';
  inputMode?: 'text' | 'url' | 'numeric' | 'decimal';
  placeholder?: string;
  maxLength?: number;
  min?: number;
  max?: number | string;
  spellcheck?: boolean;
  autocomplete?: 'off';
}

/** A labelled line of text, or what `type` says, such as a date. Other attributes are those of the input. */
export function TextField(props: TextFieldProps) {
  const { label, hint, error, isOptional, onText, type = 'text', ...attributes } = props;
  // Preact has a type of attributes for each type of input.
  const kind = type as 'text';
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional}>
      {(ids) => (
        <input
          {...attributes}
          type={kind}
          {...ids}
          class="input"
          onInput={(event) => onText(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
