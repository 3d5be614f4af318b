import { useSignal } from '@preact/signals';
import { answered, client, type Schedule, useResource } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { settings } from '../../messages/settings.ts';
import {
  Ago,
  Badge,
  Button,
  Dialog,
  EmptyState,
  ErrorNotice,
  formatMoment,
  Icon,
  Loaded,
  Panel,
  ServerText,
  Table,
  useChange,
} from '../../parts/index.ts';
import { formatStep } from '../../parts/tables/index.ts';
import { DeleteDialog } from './change.tsx';
import { ScheduleForm } from './schedule-form.tsx';
import { modelText, scheduleText } from './subjects.ts';

/** More than a tenant may have (`limits.schedulesMax`), so that the list is whole. */
const shownMax = 200;
const pollMs = 10_000;

export function Schedules() {
  const m = useMessages(settings);
  const list = useResource(
    (signal) => answered(client.GET('/v1/schedules', { params: { query: { limit: shownMax } }, signal })),
    [],
    { pollMs },
  );
  const isCreating = useSignal(false);
  const deleted = useSignal<Schedule | null>(null);
  const change = useChange();
  const removal = useChange();
  const close = () => {
    isCreating.value = false;
  };
  const toggle = async ({ id, enabled }: Schedule) => {
    const params = { path: { schedule_id: id } };
    const body = { enabled: !enabled };
    await change.run(() => answered(client.PATCH('/v1/schedules/{schedule_id}', { params, body })));
    void list.reload();
  };
  const remove = async () => {
    const params = { path: { schedule_id: deleted.value?.id ?? '' } };
    const send = () => answered(client.DELETE('/v1/schedules/{schedule_id}', { params }));
    if (!(await removal.run(send, m.scheduleDeleted))) return;
    deleted.value = null;
    void list.reload();
  };
  return (
    <Panel
      title={m.schedules}
      note={m.schedulesNote}
      actions={
        <Button
          kind="primary"
          onClick={() => {
            isCreating.value = true;
          }}
        >
          <Icon name="plus" size={16} />
          {m.scheduleNew}
        </Button>
      }
    >
      {change.error !== null && <ErrorNotice error={change.error} />}
      <Loaded resource={list}>
        {({ data }) =>
          data.length === 0 ? (
            <EmptyState heading="h3" text={m.schedulesNone} />
          ) : (
            <ScheduleTable
              rows={data}
              onToggle={(schedule) => void toggle(schedule)}
              onDelete={(schedule) => {
                removal.reset();
                deleted.value = schedule;
              }}
            />
          )
        }
      </Loaded>
      <Dialog title={m.scheduleNew} isOpen={isCreating.value} onClose={close}>
        <ScheduleForm
          onCreated={() => {
            close();
            void list.reload();
          }}
          onClose={close}
        />
      </Dialog>
      <DeleteDialog
        title={m.scheduleDeleteTitle}
        subject={deleted.value === null ? '' : scheduleText(deleted.value, kindText(m, deleted.value.kind))}
        text={m.scheduleDeleteText}
        isOpen={deleted.value !== null}
        onClose={() => {
          deleted.value = null;
        }}
        change={removal}
        onDelete={() => void remove()}
      />
    </Panel>
  );
}

function kindText(m: (typeof settings)['en'], kind: Schedule['kind']): string {
  return kind === 'retrain' ? m.kindRetrain : m.kindForecast;
}

function ScheduleTable(props: {
  rows: readonly Schedule[];
  onToggle: (schedule: Schedule) => void;
  onDelete: (schedule: Schedule) => void;
}) {
  const m = useMessages(settings);
  return (
    <Table
      label={m.schedules}
      rows={props.rows}
      keyOf={({ id }) => id}
      columns={[
        {
          title: m.scheduleKind,
          cell: ({ kind, name }) => (
            <>
              {kindText(m, kind)}
              {name !== null && <div class="faint">{name}</div>}
            </>
          ),
        },
        {
          title: m.model,
          cell: ({ model_id }) => (
            <a class="settings-id" href={`/app/models/${model_id}`}>
              {modelText(model_id)}
            </a>
          ),
        },
        {
          title: m.how,
          cell: ({ every, cron, time_zone }) =>
            every === null ? (
              <>
                <code>{cron}</code> <span class="faint">{time_zone}</span>
              </>
            ) : (
              formatStep(every)
            ),
        },
        {
          title: m.next,
          cell: ({ enabled, next_run_at }) =>
            enabled ? (
              <span class="nowrap">{formatMoment(next_run_at)}</span>
            ) : (
              <Badge kind="warn">{m.webhookOff}</Badge>
            ),
        },
        { title: m.last, cell: ({ last_run }) => <LastRun run={last_run} /> },
        {
          title: <span class="visually-hidden">{m.actions}</span>,
          isNumber: true,
          cell: (schedule) => (
            <span class="row settings-actions">
              <Button size="small" onClick={() => props.onToggle(schedule)}>
                {schedule.enabled ? m.pause : m.resume}
              </Button>
              <Button size="small" kind="danger" onClick={() => props.onDelete(schedule)}>
                {m.delete}
              </Button>
            </span>
          ),
        },
      ]}
    />
  );
}

function LastRun({ run }: { run: Schedule['last_run'] }) {
  const m = useMessages(settings);
  if (run === null) return <span class="faint">{m.never}</span>;
  const outcomes = {
    started: m.outcomeStarted,
    forecast: m.outcomeForecast,
    skipped: m.outcomeSkipped,
    refused: m.outcomeRefused,
    failed: m.outcomeFailed,
  };
  return (
    <>
      {run.job_id === null ? (
        outcomes[run.outcome]
      ) : (
        <a href={`/app/jobs/${run.job_id}`}>{outcomes[run.outcome]}</a>
      )}{' '}
      <Ago class="faint" iso={run.at} />
      {run.detail !== null && (
        <div class="faint">
          <ServerText text={run.detail} />
        </div>
      )}
    </>
  );
}
