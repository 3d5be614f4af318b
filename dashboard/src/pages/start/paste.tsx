import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { useMessages } from '../../messages/index.ts';
import { start } from '../../messages/start.ts';
import { Button, Field, Select, TextField } from '../../parts/index.ts';
import type { Source } from './index.tsx';
import { type Pasted, readPasted, startOf } from './pasted.ts';

const steps = ['PT1H', 'P1D', 'P1W', 'P1M', 'P3M', 'P1Y'] as const;
type Step = (typeof steps)[number];

/** What is typed into the form. The page keeps it, so that it is still there after a look at its preview. */
export interface Typed {
  text: string;
  first: string;
  step: Step;
}

export const nothingTyped: Typed = { text: '', first: '', step: 'P1M' };

/** Numbers that are typed or pasted. A table is read like a file. */
export function Paste(props: {
  typed: Typed;
  onTyped: (typed: Typed) => void;
  onSource: (source: Source) => void;
}) {
  const m = useMessages(start);
  const { typed, onTyped, onSource } = props;
  const { text, first, step } = typed;
  const isAsked = useSignal(false);
  const pasted = useMemo(() => readPasted(text), [text]);
  const stepNames: Record<Step, string> = {
    PT1H: m.stepHour,
    P1D: m.stepDay,
    P1W: m.stepWeek,
    P1M: m.stepMonth,
    P3M: m.stepQuarter,
    P1Y: m.stepYear,
  };
  const error = isAsked.value ? refusalOf(pasted, m) : undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    isAsked.value = true;
    const name = m.pastedName;
    if (pasted.kind === 'table' || pasted.kind === 'rows') {
      const table = pasted.kind === 'rows' ? pasted.table : text;
      onSource({ file: new File([table], 'pasted.csv', { type: 'text/csv' }), name });
    }
    if (pasted.kind !== 'numbers') return;
    const given = first.trim();
    const timed = given === '' ? {} : { start: startOf(given, step) };
    const body = {
      series: [{ id: 'series', values: pasted.values, ...timed }],
      ...(given === '' ? {} : { frequency: step }),
    };
    onSource({ file: new File([JSON.stringify(body)], 'pasted.json', { type: 'application/json' }), name });
  };
  return (
    <form class="stack" onSubmit={submit}>
      <Field label={m.pasteLabel} hint={pasted.kind === 'rows' ? m.pasteRows : m.pasteHint} error={error}>
        {(ids) => (
          <textarea
            {...ids}
            class="input start-numbers"
            spellcheck={false}
            value={text}
            onInput={(event) => {
              onTyped({ ...typed, text: event.currentTarget.value });
              isAsked.value = false;
            }}
          />
        )}
      </Field>
      {pasted.kind === 'numbers' && (
        <div class="columns">
          <TextField
            label={m.pasteFirst}
            hint={m.pasteFirstHint}
            isOptional
            placeholder="2024-01-01"
            value={first}
            onText={(first) => onTyped({ ...typed, first })}
          />
          <Select
            label={m.pasteStep}
            options={steps.map((value) => ({ value, label: stepNames[value] }))}
            value={step}
            onChange={(step) => onTyped({ ...typed, step })}
          />
        </div>
      )}
      <div>
        <Button type="submit">{m.pasteLook}</Button>
      </div>
    </form>
  );
}

/** Why the text cannot be looked at; undefined if it can. */
function refusalOf(
  pasted: Pasted,
  m: ReturnType<typeof useMessages<(typeof start)['en']>>,
): string | undefined {
  if (pasted.kind === 'empty') return m.pasteEmpty;
  if (pasted.kind === 'unclear') return m.pasteUnclear(pasted.text);
  if (pasted.kind === 'unclear_mark') return m.pasteUnclearMark(pasted.text);
  if (pasted.kind === 'too_large') return m.pasteTooLarge(pasted.text);
  if (pasted.kind === 'not_number') return m.pasteNotNumber(pasted.text);
  if (pasted.kind === 'columns') return m.pasteColumns(pasted.count);
  return undefined;
}
