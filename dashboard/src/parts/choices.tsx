import { useId } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

export interface Choice<T extends string> {
  value: T;
  label: string;
  /** Is shown instead of the label, which is still read out. */
  icon?: IconName;
}

/** Two to four options, all of which are shown. They are radio buttons, so the arrow keys move between them. */
export function Choices<T extends string>(props: {
  label: string;
  isLabelHidden?: boolean;
  name: string;
  options: readonly Choice<T>[];
  value: T;
  onChange: (value: T) => void;
}) {
  const id = useId();
  const { label, isLabelHidden = false, name, options, value, onChange } = props;
  return (
    <div class="field">
      <span class={isLabelHidden ? 'visually-hidden' : 'field-label'} id={id}>
        {label}
      </span>
      <div>
        <div class="choices" role="radiogroup" aria-labelledby={id}>
          {options.map((option) => (
            <label key={option.value} class="choice" title={option.icon && option.label}>
              <input
                type="radio"
                name={`${name}-${id}`}
                checked={option.value === value}
                aria-label={option.icon && option.label}
                onChange={() => onChange(option.value)}
              />
              {option.icon === undefined ? option.label : <Icon name={option.icon} size={16} />}
            </label>
          ))}
        </div>
      </div>
    </div>
  );
}
