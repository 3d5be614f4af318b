import { forecast } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import { distinctNames, NameSearch, Select, useNameSearch } from '../../parts/index.ts';
import { navigate } from '../../shell/index.ts';
import { type Offer, readOffer, type Source } from './reading.ts';

/** Chooses a model, or the instant forecast of a data set; those that are not offered are found by their names. */
export function SourceSelect({ offer, source }: { offer: Offer; source: Source }) {
  const m = useMessages(forecast);
  const { model, dataset } = source;
  const { search, choices } = useNameSearch(offer, readOffer);
  const numeric = choices.datasets.filter(({ kind }) => kind === 'numeric');
  const modelNames = distinctNames(model === null ? choices.models : [...choices.models, model]);
  const datasetNames = distinctNames([...numeric, dataset]);
  const models = choices.models.map((one) => {
    // The chosen model is read again and again, the list is not.
    const { id, status } = one.id === model?.id ? model : one;
    const name = modelNames.get(id) ?? one.name;
    const label =
      status === 'training' ? m.training(name) : one.kind === 'symbols' ? m.symbolsOf(name) : name;
    return { value: `/app/forecast/${id}`, label };
  });
  const instantOf = ({ id, name }: { id: string; name: string }) => ({
    value: `/app/forecast?dataset=${id}`,
    label: m.instantOf(datasetNames.get(id) ?? name),
  });
  const instants = numeric.map(instantOf);
  const chosen =
    model === null
      ? instantOf(dataset)
      : { value: `/app/forecast/${model.id}`, label: modelNames.get(model.id) ?? model.name };
  const options = [...models, ...instants];
  if (!options.some(({ value }) => value === chosen.value)) options.unshift(chosen);
  return (
    <>
      <Select label={m.model} options={options} value={chosen.value} onChange={(to) => navigate(to)} />
      <NameSearch {...search} isCut={choices.isCut} />
    </>
  );
}
