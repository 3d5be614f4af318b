import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import {
  answered,
  client,
  createOnce,
  type Dataset,
  type DatasetSummary,
  GatecastError,
  type ModelIn,
  pause,
  type Resource,
  type TrainingEstimate,
  useResource,
} from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { train } from '../../messages/train.ts';
import {
  Button,
  distinctNames,
  EmptyState,
  ErrorNotice,
  formatCount,
  Icon,
  Loaded,
  NameSearch,
  Panel,
  Select,
  ServerText,
  TextField,
  toast,
  useChange,
  useEnding,
} from '../../parts/index.ts';
import { navigate, query, setQuery } from '../../shell/index.ts';
import { Advanced } from './advanced.tsx';
import { readEstimate } from './estimate.ts';
import { PresetCards } from './preset-cards.tsx';
import {
  emptySettings,
  horizonMax,
  type Mistake,
  mistakesIn,
  requestOf,
  type Settings,
  usualHorizon,
} from './settings.ts';

const listed = 100;

/** Choice of the data and the settings of a training. The dataset is in the address: `?dataset=ds_…`. */
export function TrainForm() {
  const m = useMessages(train);
  const [name, setName] = useState('');
  const prefix = name.trim();
  const asked = query.value.get('dataset');
  const datasets = useResource(
    async (signal) => {
      const query = { limit: listed, ...(prefix && { name: `${prefix}*` }) };
      return { prefix, ...(await answered(client.GET('/v1/datasets', { params: { query }, signal }))) };
    },
    [prefix],
    { keepsValue: true },
  );
  return (
    <Loaded resource={datasets}>
      {({ data, next_cursor, prefix }) => {
        if (data.length === 0 && prefix === '' && asked === null)
          return (
            <Panel>
              <EmptyState
                title={m.noDatasets}
                text={m.noDatasetsText}
                action={
                  <a class="button button-primary" href="/">
                    {m.toStart}
                  </a>
                }
              />
            </Panel>
          );
        const only = data.length === 1 && prefix === '' ? data[0]?.id : undefined;
        const chosen = asked ?? only ?? null;
        return (
          <>
            <Panel title={m.what}>
              <div class="columns">
                <DatasetSelect list={data} chosen={chosen} />
                <NameSearch name={name} isCut={next_cursor !== null} onName={setName} />
              </div>
            </Panel>
            {chosen !== null && <ChosenDataset key={chosen} id={chosen} />}
          </>
        );
      }}
    </Loaded>
  );
}

function DatasetSelect({ list, chosen }: { list: readonly DatasetSummary[]; chosen: string | null }) {
  const m = useMessages(train);
  const names = distinctNames(list);
  const options = list.map(({ id, name, series_count, point_count }) => ({
    value: id,
    label: `${names.get(id) ?? name} (${m.datasetFacts(formatCount(series_count), formatCount(point_count), series_count)})`,
  }));
  const isListed = chosen === null || options.some(({ value }) => value === chosen);
  return (
    <Select
      label={m.dataset}
      value={chosen ?? ''}
      options={[
        ...(chosen === null ? [{ value: '', label: m.datasetNone }] : []),
        ...(isListed ? [] : [{ value: chosen, label: chosen }]),
        ...options,
      ]}
      onChange={(id) => setQuery({ dataset: id === '' ? null : id })}
    />
  );
}

function ChosenDataset({ id }: { id: string }) {
  const found = useResource(
    (signal) =>
      answered(client.GET('/v1/datasets/{dataset_id}', { params: { path: { dataset_id: id } }, signal })),
    [id],
  );
  return <Loaded resource={found}>{(dataset) => <SettingsForm dataset={dataset} />}</Loaded>;
}

function SettingsForm({ dataset }: { dataset: Dataset }) {
  const m = useMessages(train);
  const id = useId();
  const isSymbols = dataset.kind === 'symbols';
  const perSeries = dataset.point_count / Math.max(1, dataset.series_count);
  const [settings, setSettings] = useState<Settings>(() => ({
    ...emptySettings,
    horizon: String(usualHorizon(dataset.frequency.step, perSeries)),
  }));
  const [isAsked, setIsAsked] = useState(false);
  const { error, isBusy, run, reset } = useChange();
  const [once] = useState(createOnce);
  const ending = useEnding();
  useEffect(reset, [settings]);
  const set = (changes: Partial<Settings>) => setSettings((before) => ({ ...before, ...changes }));
  const mistakes = mistakesIn(settings, isSymbols);
  const estimated = useEstimate(
    Object.keys(mistakes).length > 0 ? null : requestOf(dataset.id, settings, isSymbols),
  );
  const estimate = estimated.state.value;
  const words: Record<Mistake, string> = {
    whole: m.wholeError,
    number: m.numberError,
    season: m.seasonError,
    horizon: m.horizonError(formatCount(horizonMax)),
  };
  const refused = error instanceof GatecastError ? (error.problem.errors ?? []) : [];
  const errorOf = (name: keyof Settings): ComponentChildren => {
    const mistake = mistakes[name];
    if (mistake !== undefined && (isAsked || name !== 'horizon')) return words[mistake];
    const fault = refused.find(({ path }) => path?.split('/').includes(name));
    return fault && <ServerText text={[fault.message, fault.accepted].filter(Boolean).join('; ')} />;
  };
  const submit = async () => {
    setIsAsked(true);
    if (Object.keys(mistakes).length > 0) return;
    await run(async () => {
      const body = requestOf(dataset.id, settings, isSymbols);
      const { job } = await once(body, (headers) => answered(client.POST('/v1/models', { body, headers })));
      toast({ text: m.started, kind: 'good' });
      if (!ending.aborted) navigate(`/app/train/${job.id}`);
    });
  };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Panel>
        {!isSymbols && (
          <div class="columns">
            <TextField
              label={m.horizon}
              hint={horizonHint(m, dataset.frequency.step)}
              error={errorOf('horizon')}
              type="number"
              inputMode="numeric"
              min={1}
              max={horizonMax}
              value={settings.horizon}
              onText={(text) => set({ horizon: text })}
            />
            {dataset.covariates.length > 0 && (
              <Select
                label={m.target}
                value={settings.target === '' ? dataset.target : settings.target}
                options={[dataset.target, ...dataset.covariates].map((column) => ({
                  value: column,
                  label: column,
                }))}
                onChange={(target) => set({ target: target === dataset.target ? '' : target })}
              />
            )}
          </div>
        )}
        <PresetCards
          estimate={estimate.status === 'ready' ? estimate.value : null}
          isPending={estimate.status === 'loading' || estimate.status === 'offline'}
          value={settings.preset}
          onChange={(preset) => set({ preset })}
        />
        {'error' in estimate && (
          <ErrorNotice error={estimate.error} onRetry={() => void estimated.reload()} />
        )}
        <Advanced {...{ settings, set, errorOf, isSymbols }} />
        {error !== null && <ErrorNotice error={error} />}
        <div class="row">
          <Button kind="primary" type="submit" aria-disabled={isBusy} id={`${id}-start`}>
            <Icon name="play" size={16} />
            {isBusy ? m.starting : m.start}
          </Button>
        </div>
      </Panel>
    </form>
  );
}

const typingMs = 400;

/** The estimate for a request; the last one stays while the next is on its way. It is null for settings
 *  that the service refuses.
 *  @param request null: it has mistakes */
function useEstimate(request: ModelIn | null): Resource<TrainingEstimate | null> {
  // The answer has all presets.
  const key = request === null ? null : JSON.stringify({ ...request, preset: 'balanced', name: undefined });
  const isFirst = useRef(true);
  const last = useRef<TrainingEstimate | null>(null);
  return useResource(
    async (signal) => {
      if (key === null) return last.current;
      if (!isFirst.current) await pause(typingMs, signal);
      isFirst.current = false;
      last.current = await readEstimate(JSON.parse(key), signal);
      return last.current;
    },
    [key],
    { keepsValue: true },
  );
}

function horizonHint(m: ReturnType<typeof useMessages<(typeof train)['en']>>, step: string): string {
  const unit = {
    P1Y: m.stepYear,
    P3M: m.stepQuarter,
    P1M: m.stepMonth,
    P7D: m.stepWeek,
    P1W: m.stepWeek,
    P1D: m.stepDay,
    PT1H: m.stepHour,
    PT1M: m.stepMinute,
  }[step];
  return unit === undefined ? m.horizonHintPlain : m.horizonHint(unit);
}
