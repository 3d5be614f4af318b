import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useMessages } from '../messages/index.ts';
import { parts } from '../messages/parts.ts';

/** Attributes that tie an input to its label, hint and error. Spread them over the input. */
export interface FieldIds {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
}

/** A labelled input with its hint, and its error beside it. */
export function Field(props: {
  label: string;
  hint?: ComponentChildren;
  error?: ComponentChildren;
  isOptional?: boolean;
  children: (ids: FieldIds) => ComponentChildren;
}) {
  const m = useMessages(parts);
  const id = useId();
  const { label, hint, error, isOptional = false, children } = props;
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(
    Boolean,
  );
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
        {isOptional && <span class="faint"> ({m.optional})</span>}
      </label>
      {children({
        id,
        'aria-describedby': described.length === 0 ? undefined : described.join(' '),
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {hint !== undefined && (
        <div class="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error !== undefined && (
        <div class="field-error" id={`${id}-error`} role="alert">
          {error}
        </div>
      )}
    </div>
  );
}

export interface Option<T extends string> {
  value: T;
  label: string;
}

/** A list to choose one of many from. For two to four options `Choices` shows them all. */
export function Select<T extends string>(props: {
  label: string;
  hint?: ComponentChildren;
  error?: ComponentChildren;
  options: readonly Option<T>[];
  value: T;
  onChange: (value: T) => void;
}) {
  const { label, hint, error, options, value, onChange } = props;
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <select
          {...ids}
          class="input"
          title={options.find((option) => option.value === value)?.label}
          value={value}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.currentTarget.value);
            if (chosen !== undefined) onChange(chosen.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
