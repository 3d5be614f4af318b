import { useSignal } from '@preact/signals';
import { useState } from 'preact/hooks';
import {
  answered,
  client,
  createOnce,
  GatecastError,
  type Webhook,
  type WebhookDelivery,
} from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { settings } from '../../messages/settings.ts';
import { ProblemText, TextField, useChange } from '../../parts/index.ts';
import { FormEnd } from './change.tsx';
import { CheckList } from './check-list.tsx';

const events = [
  'job.succeeded',
  'job.failed',
  'job.cancelled',
  'model.ready',
  'forecast.created',
  'anomaly.detected',
] as const satisfies Webhook['events'];
type EventType = (typeof events)[number];

export function useEventNames(): Record<WebhookDelivery['event'], string> {
  const m = useMessages(settings);
  return {
    'job.succeeded': m.eventJobSucceeded,
    'job.failed': m.eventJobFailed,
    'job.cancelled': m.eventJobCancelled,
    'model.ready': m.eventModelReady,
    'forecast.created': m.eventForecastCreated,
    'anomaly.detected': m.eventAnomalyDetected,
    'webhook.test': m.eventTest,
  };
}

/** Creates a webhook, and hands its secret on. */
export function WebhookForm(props: { onCreated: (secret: string) => void; onClose: () => void }) {
  const m = useMessages(settings);
  const url = useSignal('');
  const description = useSignal('');
  const chosen = useSignal<readonly EventType[]>(['job.failed', 'model.ready']);
  const isAsked = useSignal(false);
  const change = useChange();
  const [once] = useState(createOnce);
  const names = useEventNames();
  const urlError =
    change.error instanceof GatecastError &&
    (change.error.code === 'webhook_target_refused' ||
      change.error.problem.errors?.some(({ path }) => path === '/url'))
      ? change.error.problem
      : undefined;
  const create = (event: Event) => {
    event.preventDefault();
    isAsked.value = true;
    if (chosen.value.length === 0) return;
    void change.run(async () => {
      const body = {
        url: url.value.trim(),
        description: description.value.trim(),
        events: [...chosen.value],
      };
      const { secret } = await once(body, (headers) =>
        answered(client.POST('/v1/webhooks', { body, headers })),
      );
      props.onCreated(secret);
    });
  };
  return (
    <form class="dialog-form" onSubmit={create}>
      <TextField
        label={m.webhookUrl}
        hint={m.webhookUrlHint}
        error={urlError && <ProblemText problem={urlError} />}
        inputMode="url"
        spellcheck={false}
        placeholder="https://example.org/hook"
        value={url.value}
        onText={(text) => {
          url.value = text;
        }}
      />
      <CheckList
        label={m.webhookEvents}
        options={events.map((value) => ({ value, label: names[value] }))}
        value={chosen.value}
        error={isAsked.value && chosen.value.length === 0 ? m.eventsNone : undefined}
        onChange={(value) => {
          chosen.value = value;
        }}
      />
      <TextField
        label={m.webhookDescription}
        isOptional
        maxLength={200}
        value={description.value}
        onText={(text) => {
          description.value = text;
        }}
      />
      <FormEnd change={change} onClose={props.onClose} isErrorShown={urlError !== undefined} />
    </form>
  );
}
