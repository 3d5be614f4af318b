/** Options of the API that a message may propose. */
const proposed = [
  'layout',
  'time_columns',
  'time_column',
  'time_format',
  'date_order',
  'time_zone',
  'id_columns',
  'id_column',
  'target',
  'covariates',
  'exclude',
  'decimal',
  'missing',
  'calendar',
  'resample',
  'aggregate',
  'snap',
  'sheet',
  'kind',
  'new_series',
  'distant_times',
  'off_grid',
].join('|');
const pattern = new RegExp(
  `\\b(${proposed})=(?:((?:(?!\\. |=| or ).){1,80}?)(?= to (?:read|keep|leave|take|allow|add))|(\\S+?)(?=[.,;)]?(?:\\s|$)))`,
  'g',
);

export interface Alternative {
  option: string;
  value: string;
}

/** Other readings that a message of the API names, such as `decimal=,`. */
export function alternativesIn(text: string): Alternative[] {
  const found = [...text.matchAll(pattern)].map(([, option = '', phrase, word]) => ({
    option,
    value: (phrase ?? word ?? '').replace(/^`|`$/g, ''),
  }));
  const named = found.map(({ option, value }) => `${option}=${value}`);
  // Capitals such as ID stand for a value that the reader knows.
  return found.filter(
    ({ option, value }, i) => !/^(ID|NAME)$/.test(value) && named.indexOf(`${option}=${value}`) === i,
  );
}
