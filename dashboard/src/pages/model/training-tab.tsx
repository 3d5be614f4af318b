import { useMemo } from 'preact/hooks';
import {
  answered,
  client,
  GatecastError,
  type Model,
  type ModelPage,
  type ModelSpec,
  type ModelSummary,
  type SymbolSpec,
  useResource,
} from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { model as messages } from '../../messages/model.ts';
import { LineChart } from '../../parts/charts/index.ts';
import {
  Ago,
  Facts,
  formatCount,
  formatDuration,
  formatPercent,
  formatValue,
  Loaded,
  Panel,
  Table,
} from '../../parts/index.ts';
import { StatusBadge } from './model-list.tsx';

/** How the model was trained, and the models before and after it. */
export function TrainingTab({ model }: { model: Model }) {
  return (
    <>
      {model.card !== null && model.card.training.loss.length > 1 && <Curve model={model} />}
      <Settings model={model} />
      <Versions model={model} />
    </>
  );
}

function Curve({ model: { card } }: { model: Model }) {
  const m = useMessages(messages);
  const training = card?.training;
  const points = training?.loss ?? [];
  const x = useMemo(() => points.map(({ step }) => step), [points]);
  const lines = useMemo(
    () => [
      { label: m.curveTraining, values: points.map(({ loss }) => loss) },
      { label: m.curveValidation, values: points.map(({ validation_loss }) => validation_loss) },
    ],
    [points, m],
  );
  const best = formatCount(training?.best_step ?? 0);
  return (
    <Panel title={m.curve} note={m.curveBest(best)}>
      <LineChart label={m.curveChart(best)} x={x} lines={lines} xLabel={m.curveStep} />
    </Panel>
  );
}

function Settings({ model }: { model: Model }) {
  const m = useMessages(messages);
  const { spec, card } = model;
  const families = {
    seasonal: m.familySeasonal,
    prices: m.familyPrices,
    short: m.familyShort,
    symbols: m.familySymbols,
  };
  const count = (value: number | null | undefined) =>
    value === null || value === undefined ? null : formatCount(value);
  const numeric: ModelSpec | null = isNumeric(spec) ? spec : null;
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    [m.cell, spec.cell.toUpperCase()],
    [m.preset, spec.preset],
    [m.family, spec.family ? families[spec.family] : null],
    [m.target, numeric?.target],
    [m.horizon, count(numeric?.horizon)],
    [m.season, numeric?.season_length === 1 ? m.noSeason : count(numeric?.season_length)],
    [m.context, count(spec.context_length)],
    [m.lookBack, count(card?.look_back?.looks_back)],
    [
      m.layers,
      spec.layers === null || spec.hidden_size === null ? null : `${spec.layers} × ${spec.hidden_size}`,
    ],
    [m.members, count(numeric?.members)],
    [m.parameters, count(model.parameter_count)],
    [m.stepsDone, count(card?.training.steps ?? spec.steps)],
    [m.batch, count(spec.batch_size)],
    [m.trainingWindows, count(card?.training.windows)],
    [m.rate, spec.learning_rate === null ? null : formatValue(spec.learning_rate)],
    [m.seed, String(spec.seed)],
    [m.seconds, card === null ? null : formatDuration(card.training.seconds)],
    [m.datasetVersion, count(model.dataset_version)],
  ];
  const known = rows.flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, value] as const],
  );
  const half = Math.ceil(known.length / 2);
  return (
    <Panel
      title={m.settings}
      note={m.settingsNote}
      actions={<a href={`/app/datasets/${model.dataset_id}`}>{m.dataset}</a>}
    >
      <div class="columns">
        <Facts facts={known.slice(0, half)} />
        <Facts facts={known.slice(half)} />
      </div>
    </Panel>
  );
}

function isNumeric(spec: ModelSpec | SymbolSpec): spec is ModelSpec {
  return 'horizon' in spec;
}

type Version = Pick<ModelSummary, 'id' | 'name' | 'status' | 'skill' | 'created_at'>;

function ownVersion({ id, name, status, card, created_at }: Model): Version {
  return { id, name, status, skill: card?.skill ?? null, created_at };
}

const pageSize = 200;
const modelsReadMax = 2_000;

/** Models that were trained from a model. They are newer, so the list, which begins with the newest, is
 *  read up to the model. */
async function readChildren(
  model: Model,
  signal: AbortSignal,
): Promise<{ models: Version[]; isCut: boolean }> {
  const models: Version[] = [];
  let cursor: string | null = null;
  for (let read = 0; read < modelsReadMax; read += pageSize) {
    const query = { dataset_id: model.dataset_id, limit: pageSize, ...(cursor !== null && { cursor }) };
    const page: ModelPage = await answered(client.GET('/v1/models', { params: { query }, signal }));
    models.push(...page.data.filter(({ parent_id }) => parent_id === model.id));
    cursor = page.next_cursor;
    if (cursor === null || page.data.some(({ created_at }) => created_at < model.created_at))
      return { models, isCut: false };
  }
  return { models, isCut: true };
}

/** Null without a parent, and if the parent was deleted meanwhile. */
async function readParent({ parent_id }: Model, signal: AbortSignal): Promise<Model | null> {
  if (parent_id === null) return null;
  try {
    return await answered(
      client.GET('/v1/models/{model_id}', { params: { path: { model_id: parent_id } }, signal }),
    );
  } catch (error) {
    if (error instanceof GatecastError && error.status === 404) return null;
    throw error;
  }
}

/** The model that this one was trained from, and those that were trained from it. */
function Versions({ model }: { model: Model }) {
  const m = useMessages(messages);
  const family = useResource(
    async (signal) => {
      const [children, parent] = await Promise.all([readChildren(model, signal), readParent(model, signal)]);
      const rows = [...children.models, ownVersion(model), ...(parent === null ? [] : [ownVersion(parent)])];
      return { rows, isCut: children.isCut };
    },
    [model.id],
  );
  return (
    <Panel title={m.versions} note={m.versionsNote}>
      <Loaded resource={family}>
        {({ rows, isCut }) =>
          rows.length <= 1 ? (
            <p class="soft">{isCut ? m.versionsCut(formatCount(modelsReadMax)) : m.versionsNone}</p>
          ) : (
            <Table
              label={m.versions}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                {
                  title: m.model,
                  cell: ({ id, name }) =>
                    id === model.id ? <strong>{name}</strong> : <a href={`/app/models/${id}`}>{name}</a>,
                },
                {
                  title: <span class="visually-hidden">{m.versions}</span>,
                  cell: ({ id }) =>
                    id === model.id
                      ? m.versionThis
                      : id === model.parent_id
                        ? m.versionParent
                        : m.versionChild,
                },
                { title: m.filterStatus, cell: ({ status }) => <StatusBadge status={status} /> },
                {
                  title: m.quality,
                  isNumber: true,
                  cell: ({ skill }) => (skill === null ? '–' : formatPercent(skill.value)),
                },
                { title: m.created, cell: ({ created_at }) => <Ago iso={created_at} /> },
              ]}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}
