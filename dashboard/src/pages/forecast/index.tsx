import './forecast.css';
import { useMemo } from 'preact/hooks';
import { useResource } from '../../api/index.ts';
import { forecast } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import { EmptyState, Loaded, PageHead, Panel, Skeleton } from '../../parts/index.ts';
import { type PageProps, query } from '../../shell/index.ts';
import { type Offer, readOffer, sourceReader } from './reading.ts';
import { SeriesForecast } from './series-forecast.tsx';
import { SymbolForecast } from './symbol-forecast.tsx';

const pollMs = 3_000;

export default function ForecastPage({ params: { model } }: PageProps) {
  const m = useMessages(forecast);
  const offer = useResource(readOffer, []);
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      <Loaded resource={offer} loading={<Waiting />}>
        {(known) => <Chosen offer={known} model={model} />}
      </Loaded>
    </div>
  );
}

function Waiting() {
  return (
    <Panel>
      <Skeleton hasBlock />
    </Panel>
  );
}

/** The model or the data of the address, or the newest that there is. */
function Chosen({ offer, model }: { offer: Offer; model: string | undefined }) {
  const m = useMessages(forecast);
  const named = query.value.get('dataset') ?? undefined;
  const numeric = offer.models.filter(({ kind }) => kind === 'numeric');
  const newest = numeric.find(({ status }) => status === 'ready') ?? numeric[0];
  const series = offer.datasets.find(({ kind }) => kind === 'numeric');
  const symbols = series === undefined ? offer.models[0] : undefined;
  const chosen = model ?? (named === undefined ? (newest ?? symbols)?.id : undefined);
  const dataset = chosen === undefined ? (named ?? series?.id) : undefined;
  if (chosen === undefined && dataset === undefined)
    return (
      <Panel>
        <EmptyState
          title={m.nothingTitle}
          text={m.nothingText}
          action={
            <a class="button button-primary" href="/">
              {m.toStart}
            </a>
          }
        />
      </Panel>
    );
  return <SourceForecast key={`${chosen} ${dataset}`} offer={offer} model={chosen} dataset={dataset} />;
}

function SourceForecast(props: { offer: Offer; model: string | undefined; dataset: string | undefined }) {
  const { offer, model, dataset } = props;
  const read = useMemo(() => sourceReader({ model, dataset }), [model, dataset]);
  const source = useResource(read, [read], { pollMs });
  return (
    <Loaded resource={source} loading={<Waiting />}>
      {(known) =>
        known.dataset.kind === 'symbols' ? (
          <SymbolForecast offer={offer} source={known} />
        ) : (
          <SeriesForecast offer={offer} source={known} />
        )
      }
    </Loaded>
  );
}
