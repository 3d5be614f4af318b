import type { DatasetHeader, SeriesData } from '../../contracts/schemas/index.ts';

/** Names of the columns: id, time, target, covariates, attributes. An upload refuses two columns with one name,
 *  whatever its case. So a column with the name of an earlier one gets a number: a covariate `ds` becomes `ds_2`. Only
 *  an attribute begins with `static.`: a covariate `static.a` becomes `static_a`. */
export function columnNames(
  { target, covariates }: Pick<DatasetHeader, 'target' | 'covariates'>,
  attributes: readonly string[],
): string[] {
  const taken = new Set<string>();
  const values = [target, ...covariates].map((name) => name.replace(/^\s*static\./, 'static_'));
  const names = ['unique_id', 'ds', ...values, ...attributes.map((name) => `static.${name}`)];
  return names.map((name) => {
    let free = name;
    for (let i = 2; taken.has(compared(free)); i++) free = `${name}_${i}`;
    taken.add(compared(free));
    return free;
  });
}

/** As an upload compares names. */
function compared(name: string): string {
  return name.trim().toLowerCase();
}

export function textOf(values: SeriesData['static'], attribute: string): string | undefined {
  return Object.hasOwn(values, attribute) ? String(values[attribute]) : undefined;
}
