import { useSignal } from '@preact/signals';
import { answered, client, useResource, type Webhook } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { settings } from '../../messages/settings.ts';
import {
  Badge,
  Button,
  Dialog,
  EmptyState,
  ErrorNotice,
  Icon,
  Loaded,
  Panel,
  useChange,
} from '../../parts/index.ts';
import { DeleteDialog } from './change.tsx';
import { Deliveries } from './deliveries.tsx';
import { SecretDialog } from './secret.tsx';
import { useEventNames, WebhookForm } from './webhook-form.tsx';

/** More than a tenant may have (`limits.webhooksMax`), so that the list is whole. */
const webhooksMax = 50;

export function Webhooks() {
  const m = useMessages(settings);
  const list = useResource(
    (signal) => answered(client.GET('/v1/webhooks', { params: { query: { limit: webhooksMax } }, signal })),
    [],
  );
  const isCreating = useSignal(false);
  const secret = useSignal<string | null>(null);
  const close = () => {
    isCreating.value = false;
  };
  return (
    <>
      <Panel
        title={m.webhooks}
        note={m.webhooksNote}
        actions={
          <Button
            kind="primary"
            onClick={() => {
              isCreating.value = true;
            }}
          >
            <Icon name="plus" size={16} />
            {m.webhookNew}
          </Button>
        }
      >
        <Loaded resource={list}>
          {({ data }) =>
            data.length === 0 ? (
              <EmptyState heading="h3" text={m.webhooksNone} />
            ) : (
              <ul class="settings-cards">
                {data.map((webhook) => (
                  <li key={webhook.id}>
                    <OneWebhook webhook={webhook} onChanged={() => void list.reload()} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </Panel>
      <Dialog title={m.webhookNew} isOpen={isCreating.value} onClose={close}>
        <WebhookForm
          onCreated={(text) => {
            isCreating.value = false;
            secret.value = text;
            void list.reload();
          }}
          onClose={close}
        />
      </Dialog>
      <SecretDialog
        title={m.webhookSecretTitle}
        note={m.webhookSecretOnce}
        secret={secret.value}
        onClose={() => {
          secret.value = null;
        }}
      />
    </>
  );
}

function OneWebhook({ webhook, onChanged }: { webhook: Webhook; onChanged: () => void }) {
  const m = useMessages(settings);
  const { id, url, description, enabled, events } = webhook;
  const eventNames = useEventNames();
  const change = useChange();
  const removal = useChange();
  const isAsked = useSignal(false);
  const tested = useSignal(0);
  const params = { path: { webhook_id: id } };
  const toggle = async () => {
    const body = { enabled: !enabled };
    await change.run(() => answered(client.PATCH('/v1/webhooks/{webhook_id}', { params, body })));
    onChanged();
  };
  const test = async () => {
    await change.run(() => answered(client.POST('/v1/webhooks/{webhook_id}/test', { params })), m.testSent);
    tested.value++;
  };
  const remove = async () => {
    const send = () => answered(client.DELETE('/v1/webhooks/{webhook_id}', { params }));
    if (!(await removal.run(send, m.webhookDeleted))) return;
    isAsked.value = false;
    onChanged();
  };
  return (
    <div class="stack">
      <div class="row row-spread">
        <div class="settings-card-head">
          <div class="row">
            <strong class="settings-url">{url}</strong>
            <Badge kind={enabled ? 'good' : 'warn'}>{enabled ? m.webhookOn : m.webhookOff}</Badge>
          </div>
          <div class="small soft">
            {description !== '' && `${description} · `}
            {events.map((event) => eventNames[event]).join(', ')}
          </div>
        </div>
        <div class="row">
          <Button size="small" disabled={change.isBusy} onClick={() => void test()}>
            {m.test}
          </Button>
          <Button size="small" disabled={change.isBusy} onClick={() => void toggle()}>
            {enabled ? m.pause : m.resume}
          </Button>
          <Button
            size="small"
            kind="danger"
            onClick={() => {
              removal.reset();
              isAsked.value = true;
            }}
          >
            {m.delete}
          </Button>
        </div>
      </div>
      {change.error !== null && <ErrorNotice error={change.error} />}
      <Deliveries webhookId={id} label={`${m.deliveries}: ${url}`} refresh={tested.value} />
      <DeleteDialog
        title={m.webhookDeleteTitle}
        subject={url}
        text={m.webhookDeleteText}
        isOpen={isAsked.value}
        onClose={() => {
          isAsked.value = false;
        }}
        change={removal}
        onDelete={() => void remove()}
      />
    </div>
  );
}
