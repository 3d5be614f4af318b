import { useId } from 'preact/hooks';
import type { TrainingEstimate } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { train } from '../../messages/train.ts';
import { formatDuration } from '../../parts/index.ts';
import { type Preset, presets, secondsOf } from './estimate.ts';

/** The three presets side by side, each with the time that it takes. They are radio buttons. */
export function PresetCards(props: {
  /** Null until it is known, if it cannot be read, and for settings that the service refuses. */
  estimate: TrainingEstimate | null;
  isPending: boolean;
  value: Preset;
  onChange: (preset: Preset) => void;
}) {
  const m = useMessages(train);
  const id = useId();
  const { estimate, isPending, value, onChange } = props;
  const bases = { same_dataset: m.estimateMeasured, other_datasets: m.estimateOthers, plan: m.estimateRough };
  const timeOf = (preset: Preset) => {
    const seconds = estimate === null ? null : secondsOf(estimate, preset);
    if (seconds === null) return isPending ? '…' : '–';
    return m.about(formatDuration(seconds));
  };
  const texts: Record<Preset, [string, string]> = {
    fast: [m.fast, m.fastText],
    balanced: [m.balanced, m.balancedText],
    accurate: [m.accurate, m.accurateText],
  };
  return (
    <fieldset class="train-presets">
      <legend class="field-label">{m.preset}</legend>
      <div class="train-preset-cards">
        {presets.map((preset) => (
          <label key={preset} class="train-preset">
            <input
              type="radio"
              name={`${id}-preset`}
              checked={preset === value}
              aria-describedby={`${id}-${preset}`}
              onChange={() => onChange(preset)}
            />
            <span class="train-preset-name">{texts[preset][0]}</span>
            <span id={`${id}-${preset}`} class="train-preset-text">
              <span class="train-preset-time">{timeOf(preset)}</span>
              <span class="small soft">{texts[preset][1]}</span>
            </span>
          </label>
        ))}
      </div>
      <p class="field-hint">
        {m.presetNote} {estimate !== null && bases[estimate.based_on]}
      </p>
    </fieldset>
  );
}
