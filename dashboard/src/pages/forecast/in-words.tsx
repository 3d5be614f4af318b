import { forecast } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import { Field, Panel } from '../../parts/index.ts';

/** The fan at one step, in sentences. */
export function InWords(props: {
  sentences: readonly string[];
  step: number;
  steps: number;
  onStep: (step: number) => void;
}) {
  const m = useMessages(forecast);
  const { sentences, step, steps, onStep } = props;
  const [first, ...others] = sentences;
  return (
    <Panel title={m.words}>
      <p class="lead forecast-sentence">{first}</p>
      {others.map((sentence) => (
        <p key={sentence} class="soft">
          {sentence}
        </p>
      ))}
      {steps > 1 && (
        <Field label={m.step}>
          {(ids) => (
            <div class="forecast-as-of">
              <input
                {...ids}
                class="forecast-slider"
                type="range"
                min={1}
                max={steps}
                value={step}
                onInput={({ currentTarget }) => onStep(Number(currentTarget.value))}
              />
              <output class="forecast-time" for={ids.id}>
                {m.stepOf(step, steps)}
              </output>
            </div>
          )}
        </Field>
      )}
    </Panel>
  );
}
