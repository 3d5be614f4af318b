import { useEffect, useId, useState } from 'preact/hooks';
import type { ReadingOptions } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { tables } from '../../messages/tables.ts';
import { Button } from '../button.tsx';
import { Field, type Option, Select } from '../field.tsx';
import { optionsInForce, withChosen } from './reading-options.ts';
import { columnNames } from './text-lines.ts';

/** Asks for another reading of a file. Empty fields are left to the service. */
export function ReadingForm(props: {
  file: File;
  options: ReadingOptions;
  isAppend?: boolean;
  onRead: (options: ReadingOptions) => void;
}) {
  const m = useMessages(tables);
  const { file, options, isAppend = false, onRead } = props;
  const [chosen, choose] = useState(options);
  const [columns, setColumns] = useState<string[]>([]);
  const listId = useId();
  useEffect(() => choose(options), [options]);
  useEffect(() => {
    let isGone = false;
    columnNames(file).then((names) => isGone || setColumns(names));
    return () => {
      isGone = true;
    };
  }, [file]);
  const set = (name: string, value: string) => {
    const { [name]: _, ...others } = chosen;
    choose(value === '' ? others : { ...others, [name]: value });
  };
  const setResample = (value: string) => {
    const { resample: _, aggregate: __, ...others } = chosen;
    choose(value === '' ? others : { ...chosen, resample: value });
  };
  const text = (name: string, label: string, hint?: string, hasColumns = false) => (
    <Field label={label} hint={hint} isOptional>
      {(ids) => (
        <input
          {...ids}
          class="input"
          spellcheck={false}
          list={hasColumns ? listId : undefined}
          value={chosen[name] ?? ''}
          onInput={(event) => set(name, event.currentTarget.value)}
        />
      )}
    </Field>
  );
  const list = (
    name: string,
    label: string,
    values: Option<string>[],
    { none = m.found, onChange = (value: string) => set(name, value) } = {},
  ) => {
    const value = chosen[name] ?? '';
    const options = withChosen([{ value: '', label: none }, ...values], value);
    return <Select {...{ label, options, value, onChange }} />;
  };
  const { kind } = chosen;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onRead(optionsInForce(chosen));
      }}
    >
      <p class="small soft">{m.otherReadingHint}</p>
      <datalist id={listId}>
        {columns.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <div class="columns">
        {!isAppend &&
          list(
            'kind',
            m.optionKind,
            [
              { value: 'symbols', label: m.kindSymbols },
              { value: 'events', label: m.kindEvents },
            ],
            { none: m.kindNumbers },
          )}
        {kind === 'symbols' &&
          list('unit', m.optionUnit, [
            { value: 'character', label: m.unitCharacter },
            { value: 'word', label: m.unitWord },
          ])}
        {kind === 'events' && (
          <>
            {text('sequence_column', m.optionSequence, undefined, true)}
            {text('symbol_column', m.optionSymbol, undefined, true)}
            {text('time_column', m.optionTime, undefined, true)}
          </>
        )}
        {kind !== 'symbols' && kind !== 'events' && (
          <>
            {list('layout', m.optionLayout, [
              { value: 'long', label: m.layoutLong },
              { value: 'wide', label: m.layoutWide },
              { value: 'single', label: m.layoutSingle },
              { value: 'ohlcv', label: m.layoutOhlcv },
              { value: 'periods', label: m.layoutPeriods },
            ])}
            {text('time_column', m.optionTime, undefined, true)}
            {text('time_columns', m.optionTimes, m.timesHint, true)}
            {text('target', m.optionTarget, undefined, true)}
            {text('id_columns', m.optionIds, m.listHint, true)}
            {text('covariates', m.optionCovariates, m.listHint, true)}
            {text('exclude', m.optionExclude, m.listHint, true)}
            {list('date_order', m.optionDates, [
              { value: 'ymd', label: m.datesYmd },
              { value: 'mdy', label: m.datesMdy },
              { value: 'dmy', label: m.datesDmy },
            ])}
            {text('time_format', m.optionFormat, '%d/%m/%Y, iso, excel, unix_s')}
            {text('time_zone', m.optionZone, 'Asia/Seoul, America/New_York')}
            {list('decimal', m.optionDecimal, [
              { value: '.', label: m.decimalPoint },
              { value: ',', label: m.decimalComma },
            ])}
            {text('missing', m.optionMissing, '-999, closed')}
            {!isAppend && text('calendar', m.optionCalendar, 'XNYS, 2024-12-24')}
            {!isAppend &&
              list(
                'resample',
                m.optionResample,
                [
                  { value: 'P1D', label: m.resampleDay },
                  { value: 'P1W', label: m.resampleWeek },
                  { value: 'P1M', label: m.resampleMonth },
                ],
                { none: m.resampleNone, onChange: setResample },
              )}
            {(chosen.resample !== undefined || chosen.aggregate !== undefined) &&
              text('aggregate', m.optionAggregate, 'last, mean, sum, min, max')}
            {text('sheet', m.optionSheet)}
          </>
        )}
      </div>
      <div class="row">
        <Button type="submit" kind="primary">
          {m.readAgain}
        </Button>
        {Object.keys(options).length > 0 && (
          <Button kind="quiet" onClick={() => onRead({})}>
            {m.resetReading}
          </Button>
        )}
      </div>
    </form>
  );
}
