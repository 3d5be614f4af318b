import { useEffect } from 'preact/hooks';
import { answered, client, useFirstRows, type WebhookDelivery } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { settings } from '../../messages/settings.ts';
import {
  Ago,
  Badge,
  Button,
  ErrorNotice,
  Fold,
  formatCount,
  Loaded,
  MoreRows,
  Table,
  useAgo,
  useChange,
} from '../../parts/index.ts';
import { useEventNames } from './webhook-form.tsx';

const pollMs = 3_000;

interface DeliveriesProps {
  webhookId: string;
  label: string;
  /** Reads again when it changes. */
  refresh: number;
}

/** Messages to a webhook and their answers; live while they are unfolded. */
export function Deliveries(props: DeliveriesProps) {
  const m = useMessages(settings);
  return (
    <Fold title={m.deliveries} isLive>
      <DeliveryList {...props} />
    </Fold>
  );
}

function DeliveryList(props: DeliveriesProps) {
  const m = useMessages(settings);
  const { webhookId, label, refresh } = props;
  const list = useFirstRows<WebhookDelivery>(
    (page, headers, signal) =>
      client.GET('/v1/webhooks/{webhook_id}/deliveries', {
        params: { path: { webhook_id: webhookId }, query: page },
        headers,
        signal,
      }),
    [webhookId],
    { pollMs },
  );
  const { reload } = list;
  useEffect(() => {
    if (refresh > 0) void reload();
  }, [refresh, reload]);
  return (
    <Loaded resource={list}>
      {({ data, next_cursor }) =>
        data.length === 0 ? (
          <p class="soft small">{m.deliveriesNone}</p>
        ) : (
          <>
            <DeliveryTable label={label} rows={data} onChanged={() => void reload()} />
            <MoreRows list={list} next={next_cursor} />
          </>
        )
      }
    </Loaded>
  );
}

function DeliveryTable(props: { label: string; rows: readonly WebhookDelivery[]; onChanged: () => void }) {
  const m = useMessages(settings);
  const { label, rows, onChanged } = props;
  const eventNames = useEventNames();
  const change = useChange();
  const kinds = { pending: 'accent', delivered: 'good', failed: 'bad' } as const;
  const redeliver = async ({ id, webhook_id }: WebhookDelivery) => {
    const params = { path: { webhook_id, delivery_id: id } };
    const path = '/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver';
    await change.run(() => answered(client.POST(path, { params })), m.redelivered);
    onChanged();
  };
  return (
    <>
      {change.error !== null && <ErrorNotice error={change.error} />}
      <Table
        label={label}
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          { title: m.event, cell: ({ event }) => eventNames[event] },
          { title: m.status, cell: ({ status }) => <Badge kind={kinds[status]}>{m[status]}</Badge> },
          { title: m.attempts, isNumber: true, cell: ({ attempts }) => formatCount(attempts) },
          { title: m.answer, cell: (delivery) => <Answer delivery={delivery} /> },
          { title: m.created, cell: ({ created_at }) => <Ago class="nowrap" iso={created_at} /> },
          {
            title: <span class="visually-hidden">{m.actions}</span>,
            isNumber: true,
            cell: (delivery) =>
              delivery.status !== 'pending' && (
                <Button size="small" disabled={change.isBusy} onClick={() => void redeliver(delivery)}>
                  {m.redeliver}
                </Button>
              ),
          },
        ]}
      />
    </>
  );
}

function Answer({ delivery }: { delivery: WebhookDelivery }) {
  const m = useMessages(settings);
  const { response_status, response_body, error, next_attempt_at, attempts } = delivery;
  const nextAttempt = useAgo(next_attempt_at);
  return (
    <>
      {[response_status, error].filter((part) => part !== null).join(' · ') || '–'}
      {next_attempt_at !== null && attempts > 0 && <div class="faint">{m.nextAttempt(nextAttempt)}</div>}
      {response_body !== null && response_body !== '' && (
        <code class="settings-answer">{response_body.slice(0, 200)}</code>
      )}
    </>
  );
}
