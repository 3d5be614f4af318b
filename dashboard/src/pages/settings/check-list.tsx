import { useId } from 'preact/hooks';
import type { Option } from '../../parts/index.ts';

/** Several options, any of which may hold. */
export function CheckList<T extends string>(props: {
  label: string;
  options: readonly Option<T>[];
  value: readonly T[];
  error?: string;
  onChange: (value: readonly T[]) => void;
}) {
  const id = useId();
  const { label, options, value, error, onChange } = props;
  return (
    <fieldset class="settings-checks" aria-describedby={error === undefined ? undefined : `${id}-error`}>
      <legend class="field-label">{label}</legend>
      {options.map((option) => (
        <label key={option.value} class="check">
          <input
            type="checkbox"
            checked={value.includes(option.value)}
            onChange={(event) => {
              const others = value.filter((one) => one !== option.value);
              onChange(event.currentTarget.checked ? [...others, option.value] : others);
            }}
          />
          {option.label}
        </label>
      ))}
      {error !== undefined && (
        <div class="field-error" id={`${id}-error`} role="alert">
          {error}
        </div>
      )}
    </fieldset>
  );
}
