import { forecast } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import { NameSearch, Select, useNameSearch } from '../../parts/index.ts';
import { navigate } from '../../shell/index.ts';
import { type Offer, readOffer, type Source } from './reading.ts';

/** Chooses a model, or the instant forecast of a data set; those that are not offered are found by their names. */
export function SourceSelect({ offer, source }: { offer: Offer; source: Source }) {
  const m = useMessages(forecast);
  const { model, dataset } = source;
  const { search, choices } = useNameSearch(offer, readOffer);
  const models = choices.models.map((one) => {
    // The chosen model is read again and again, the list is not.
    const { id, name, status } = one.id === model?.id ? model : one;
    const label =
      status === 'training' ? m.training(name) : one.kind === 'symbols' ? m.symbolsOf(name) : name;
    return { value: `/app/forecast/${id}`, label };
  });
  const instants = choices.datasets
    .filter(({ kind }) => kind === 'numeric')
    .map(({ id, name }) => ({ value: `/app/forecast?dataset=${id}`, label: m.instantOf(name) }));
  const value = model === null ? `/app/forecast?dataset=${dataset.id}` : `/app/forecast/${model.id}`;
  const options = [...models, ...instants];
  if (!options.some((option) => option.value === value))
    options.unshift({ value, label: model?.name ?? m.instantOf(dataset.name) });
  return (
    <>
      <Select label={m.model} options={options} value={value} onChange={(to) => navigate(to)} />
      <NameSearch {...search} isCut={choices.isCut} />
    </>
  );
}
