import { useState } from 'preact/hooks';
import { client, type FirstRows, type ModelPage, type ModelSummary, useFirstRows } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { model } from '../../messages/model.ts';
import {
  Ago,
  Badge,
  Button,
  EmptyState,
  Field,
  formatCount,
  formatPercent,
  Icon,
  Loaded,
  MoreRows,
  PageHead,
  Panel,
  Select,
  Table,
  useSettledText,
} from '../../parts/index.ts';
import { navigate, query, setQuery } from '../../shell/index.ts';

const pollMs = 5_000;
const comparedMax = 5;
const statuses = ['training', 'ready', 'failed', 'cancelled'] as const;
const statusKinds = { training: 'accent', ready: 'good', failed: 'bad', cancelled: 'warn' } as const;

export function StatusBadge({ status }: { status: ModelSummary['status'] }) {
  const m = useMessages(model);
  return <Badge kind={statusKinds[status]}>{m[status]}</Badge>;
}

/** All models, newest first, with a search and filters that are kept in the address. */
export function ModelList() {
  const m = useMessages(model);
  const asked = query.value;
  // The text is that of the address, which a link or another filter changes too.
  const typedName = useSettledText(asked.get('name') ?? '', (text) => {
    const name = text.trim();
    setQuery({ name: name === '' ? null : name });
    return text === name;
  });
  const filters = {
    name: asked.has('name') ? `${asked.get('name')}*` : undefined,
    tag: asked.get('tag') ?? undefined,
    dataset_id: asked.get('dataset') ?? undefined,
    status: statuses.find((status) => status === asked.get('status')),
  };
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  const filtersKey = JSON.stringify(filters);
  const list = useFirstRows<ModelSummary>(
    (page, headers, signal) =>
      client.GET('/v1/models', { params: { query: { ...page, ...filters } }, headers, signal }),
    [filtersKey],
    { pollMs },
  );
  return (
    <div class="page">
      <PageHead
        title={m.title}
        lead={m.lead}
        actions={
          <a class="button button-primary" href="/app/train">
            <Icon name="plus" size={16} />
            {m.train}
          </a>
        }
      />
      <Panel>
        <div class="columns model-filters">
          <Field label={m.search}>
            {(ids) => <input {...ids} {...typedName} class="input" type="search" />}
          </Field>
          <Select
            label={m.filterStatus}
            value={filters.status ?? ''}
            options={[
              { value: '', label: m.any },
              ...statuses.map((status) => ({ value: status, label: m[status] })),
            ]}
            onChange={(status) => setQuery({ status: status === '' ? null : status })}
          />
        </div>
        {(filters.tag !== undefined || filters.dataset_id !== undefined) && (
          <div class="row">
            {filters.tag !== undefined && <FilterChip text={`${m.filterTag}: ${filters.tag}`} name="tag" />}
            {filters.dataset_id !== undefined && (
              <FilterChip text={`${m.dataset}: ${filters.dataset_id}`} name="dataset" />
            )}
          </div>
        )}
        <Loaded resource={list}>
          {(page) =>
            page.data.length === 0 ? (
              isFiltered ? (
                <EmptyState title={m.noneFound} text={m.noneFoundText} />
              ) : (
                <EmptyState
                  title={m.none}
                  text={m.noneText}
                  action={
                    <a class="button button-primary" href="/app/train">
                      {m.train}
                    </a>
                  }
                />
              )
            ) : (
              <ModelRows key={filtersKey} page={page} list={list} />
            )
          }
        </Loaded>
      </Panel>
    </div>
  );
}

function FilterChip({ text, name }: { text: string; name: string }) {
  return (
    <Button size="small" onClick={() => setQuery({ [name]: null })}>
      {text}
      <Icon name="close" size={14} />
    </Button>
  );
}

function ModelRows(props: { page: ModelPage; list: FirstRows<ModelSummary> }) {
  const m = useMessages(model);
  const { page, list } = props;
  const rows = page.data;
  const [ticked, setTicked] = useState<readonly string[]>([]);
  // A model that was deleted meanwhile is not compared.
  const chosen = ticked.filter((id) => rows.some((row) => row.id === id));
  const toggle = (id: string) =>
    setTicked(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(-comparedMax));
  return (
    <div class="stack">
      <div class="row row-spread">
        <span class="small soft">{m.compareHint}</span>
        <Button
          size="small"
          aria-disabled={chosen.length < 2}
          onClick={() => chosen.length >= 2 && navigate(`/app/compare?models=${chosen.join(',')}`)}
        >
          <Icon name="compare" size={14} />
          {chosen.length === 0 ? m.compareNone : m.compare(formatCount(chosen.length))}
        </Button>
      </div>
      <Table
        label={m.title}
        keyOf={({ id }) => id}
        rows={rows}
        columns={[
          {
            title: <span class="visually-hidden">{m.compareHint}</span>,
            cell: (row) => (
              <input
                type="checkbox"
                class="model-check"
                aria-label={m.choose(row.name)}
                checked={chosen.includes(row.id)}
                disabled={row.status !== 'ready'}
                onChange={() => toggle(row.id)}
              />
            ),
          },
          { title: m.model, cell: (row) => <NameCell row={row} /> },
          { title: m.filterStatus, cell: ({ status }) => <StatusBadge status={status} /> },
          { title: <span title={m.qualityHelp}>{m.quality}</span>, cell: (row) => <SkillCell row={row} /> },
          { title: m.cell, cell: ({ cell }) => cell.toUpperCase() },
          {
            title: m.horizon,
            isNumber: true,
            cell: ({ horizon }) => (horizon === null ? '–' : formatCount(horizon)),
          },
          {
            title: m.created,
            cell: ({ created_at }) => <Ago class="model-when" iso={created_at} />,
          },
        ]}
      />
      <MoreRows list={list} next={page.next_cursor} />
    </div>
  );
}

function NameCell({ row: { id, name, tags } }: { row: ModelSummary }) {
  return (
    <span class="model-name">
      <a href={`/app/models/${id}`}>{name}</a>
      {tags.map((tag) => (
        <a key={tag} class="badge" href={`/app/models?tag=${encodeURIComponent(tag)}`}>
          {tag}
        </a>
      ))}
    </span>
  );
}

function SkillCell({ row: { status, has_skill, skill } }: { row: ModelSummary }) {
  const m = useMessages(model);
  if (status !== 'ready') return <>–</>;
  if (skill === null || has_skill === null) return <span class="faint">{m.untested}</span>;
  const value = m.better(formatPercent(skill.value));
  return has_skill ? <span class="model-good">{value}</span> : <span class="soft">{m.noBetter}</span>;
}
