import type { Option } from '../field.tsx';
import { formatDay, formatMoment } from '../format.ts';

/** An item that a reader knows by its name. Names need not be unique: a retrained model has the name of its parent. */
export interface Named {
  id: string;
  name: string;
  created_at: string;
}

type Detail = (item: Named) => string;

const idDigits = 8;
const endOfId: Detail = ({ id }) => id.slice(-idDigits);
const moments: readonly Detail[] = [
  ({ created_at }) => formatDay(created_at),
  ({ created_at }) => formatMoment(created_at),
];

/** Labels of items by their ids, each different. A name that several items have is followed by the day on which each
 *  was created, by the time if a day repeats, or by the end of the id if a time repeats. */
export function distinctNames(items: readonly Named[]): Map<string, string> {
  const byName = new Map<string, Map<string, Named>>();
  for (const item of items) {
    const alike = byName.get(item.name) ?? new Map<string, Named>();
    byName.set(item.name, alike.set(item.id, item));
  }
  const labels = new Map<string, string>();
  for (const [name, byId] of byName) {
    const alike = [...byId.values()];
    const labelWith = (detail: Detail) => (item: Named) => `${name} · ${detail(item)}`;
    const isDistinct = (detail: Detail) => {
      const found = new Set(alike.map(labelWith(detail)));
      return found.size === alike.length && ![...found].some((label) => byName.has(label));
    };
    const labelOf = alike.length === 1 ? () => name : labelWith(moments.find(isDistinct) ?? endOfId);
    for (const item of alike) labels.set(item.id, labelOf(item));
  }
  return labels;
}

/** Choices by name, with labels that tell them apart.
 *  @param chosen comes first if `items` lack it, such as after a search */
export function namedOptions(items: readonly Named[], chosen?: Named): Option<string>[] {
  const all = chosen === undefined || items.some(({ id }) => id === chosen.id) ? items : [chosen, ...items];
  const labels = distinctNames(all);
  return all.map(({ id, name }) => ({ value: id, label: labels.get(id) ?? name }));
}
