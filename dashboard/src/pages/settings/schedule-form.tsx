import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { answered, client, createOnce, type ModelSummary, useResource } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { settings } from '../../messages/settings.ts';
import {
  Button,
  Choices,
  EmptyState,
  Loaded,
  NameSearch,
  namedOptions,
  Select,
  TextField,
  useChange,
} from '../../parts/index.ts';
import { FormEnd } from './change.tsx';

const modelsMax = 200;
const periods = ['PT1H', 'P1D', 'P7D', 'cron'] as const;

/** Creates a schedule for a model that can forecast. */
export function ScheduleForm(props: { onCreated: () => void; onClose: () => void }) {
  const m = useMessages(settings);
  const [name, setName] = useState('');
  const prefix = name.trim();
  const models = useResource(
    async (signal) => {
      const query = { status: 'ready', limit: modelsMax, ...(prefix && { name: `${prefix}*` }) } as const;
      return { prefix, ...(await answered(client.GET('/v1/models', { params: { query }, signal }))) };
    },
    [prefix],
    { keepsValue: true },
  );
  return (
    <Loaded resource={models}>
      {({ data, next_cursor, prefix }) =>
        data.length === 0 && prefix === '' ? (
          <>
            <EmptyState
              heading="h3"
              text={m.schedulesNoModel}
              action={
                <a class="button button-primary" href="/app/train">
                  {m.toTrain}
                </a>
              }
            />
            <div class="dialog-actions">
              <Button onClick={props.onClose}>{m.cancel}</Button>
            </div>
          </>
        ) : (
          <Form
            {...props}
            models={data}
            search={<NameSearch name={name} isCut={next_cursor !== null} onName={setName} />}
          />
        )
      }
    </Loaded>
  );
}

function Form(props: {
  models: readonly ModelSummary[];
  search: ComponentChildren;
  onCreated: () => void;
  onClose: () => void;
}) {
  const m = useMessages(settings);
  const { models, search, onCreated, onClose } = props;
  const kind = useSignal<'retrain' | 'forecast'>('retrain');
  // A search leaves the choice as it is, also where it does not find the model.
  const [chosen, choose] = useState(models[0]);
  const period = useSignal<(typeof periods)[number]>('P1D');
  const cron = useSignal('30 6 * * 1-5');
  const zone = useSignal(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const change = useChange();
  const [once] = useState(createOnce);
  const names = { PT1H: m.everyHour, P1D: m.everyDay, P7D: m.everyWeek, cron: m.byCron };
  const create = async (event: Event) => {
    event.preventDefault();
    const when =
      period.value === 'cron'
        ? { cron: cron.value.trim(), time_zone: zone.value.trim() }
        : { every: period.value };
    const body = { kind: kind.value, model_id: chosen?.id ?? '', ...when };
    const call = () => once(body, (headers) => answered(client.POST('/v1/schedules', { body, headers })));
    if (await change.run(call, m.scheduleCreated)) onCreated();
  };
  return (
    <form class="dialog-form" onSubmit={create}>
      <Choices
        label={m.scheduleKind}
        name="kind"
        options={[
          { value: 'retrain', label: m.kindRetrain },
          { value: 'forecast', label: m.kindForecast },
        ]}
        value={kind.value}
        onChange={(value) => {
          kind.value = value;
        }}
      />
      <Select
        label={m.model}
        options={namedOptions(models, chosen)}
        value={chosen?.id ?? ''}
        onChange={(id) => choose((before) => models.find((model) => model.id === id) ?? before)}
      />
      {search}
      <Select
        label={m.how}
        options={periods.map((value) => ({ value, label: names[value] }))}
        value={period.value}
        onChange={(value) => {
          period.value = value;
        }}
      />
      {period.value === 'cron' && (
        <>
          <TextField
            label={m.cron}
            hint={m.cronHint}
            spellcheck={false}
            value={cron.value}
            onText={(text) => {
              cron.value = text;
            }}
          />
          <TextField
            label={m.timeZone}
            spellcheck={false}
            value={zone.value}
            onText={(text) => {
              zone.value = text;
            }}
          />
        </>
      )}
      <FormEnd change={change} onClose={onClose} />
    </form>
  );
}
