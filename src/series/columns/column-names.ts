/** Names of columns by which their roles are recognised. Names are compared by their letters and
 *  digits in lower case. */
import { type Column, keyOf } from './header.ts';

/** Names of columns of times, the surest first. */
export const timeKeys = [
  'date',
  'ds',
  'datetime',
  'timestamp',
  'ts',
  'dt',
  'datum',
  'fecha',
  'dteday',
  'zeit',
  'zeitstempel',
  'messdatum',
  '날짜',
  '일자',
  '일시',
  '日期',
  '日付',
  'time',
  'day',
  'monat',
  'jahr',
  'week',
  'month',
  'quarter',
  'year',
  'mois',
  'mes',
  'mese',
  'woche',
  'kw',
  'quartal',
  'période',
  'periode',
  'periodo',
  '월',
  '분기',
  '연도',
  'period',
  'utc',
  'epoch',
  'index',
  'step',
  't',
  'unnamed0',
  '',
];

/** Whether a name is one of a column of times. */
export function namesTime(name: string): boolean {
  const key = keyOf(name);
  return key !== '' && (timeKeys.includes(key) || /^(date|time)|(date|time|timestamp|datum)$/.test(key));
}

/** Names that always mean a column of series ids, the surest first. */
export const idKeys = ['uniqueid', 'seriesid', 'tsid', 'id', 'symbol', 'ticker', 'itemid'];

/** Nouns that name what a series is about: goods, their places and owners, devices, securities;
 *  then words for any name. */
const idNouns = [
  'sku',
  'item',
  'product',
  'article',
  'asin',
  'ean',
  'upc',
  'gtin',
  'material',
  'brand',
  'family',
  'category',
  'cat',
  'class',
  'subclass',
  'dept',
  'department',
  'segment',
  'group',
  'type',
  'store',
  'shop',
  'outlet',
  'branch',
  'warehouse',
  'plant',
  'channel',
  'market',
  'restaurant',
  'customer',
  'client',
  'account',
  'company',
  'seller',
  'vendor',
  'supplier',
  'user',
  'campaign',
  'region',
  'country',
  'state',
  'county',
  'province',
  'district',
  'city',
  'town',
  'location',
  'loc',
  'geo',
  'zone',
  'area',
  'site',
  'station',
  'airport',
  'route',
  'line',
  'stop',
  'borough',
  'continent',
  'sensor',
  'device',
  'meter',
  'machine',
  'unit',
  'building',
  'house',
  'household',
  'well',
  'turbine',
  'asset',
  'instrument',
  'stock',
  'security',
  'isin',
  'cusip',
  'sedol',
  'ric',
  'pair',
  'currency',
  'coin',
  'series',
  'variable',
  'indicator',
  'metric',
  'entity',
  'name',
  'key',
  'code',
  'tag',
  'label',
];
/** `store`, `store_id`, `store_nbr`, `store name`, `id_store` … */
const idPattern = new RegExp(`^(?:id)?(${idNouns.join('|')})s?(?:id|nr|nbr|no|num|number|name|code|key)?$`);

/** Whether a column is named as one that tells series apart. It is one if times repeat without it. */
export function mayBeId({ key }: Column): boolean {
  return idPattern.test(key);
}

/** Place of a column by the noun in its name, the goods first. Columns without such a noun are the last. */
export function idRank({ key }: Column): number {
  const noun = idPattern.exec(key)?.[1];
  return noun === undefined ? idNouns.length : idNouns.indexOf(noun);
}

const countPattern = new RegExp(`^(?:(?:${idNouns.join('|')})s|stock|kunden)$`);

/** Whether the name of a column may mean how many there are: `units`, `customers`. With numbers, the
 *  column rarely names series. */
export function namesCount({ key }: Column): boolean {
  return countPattern.test(key);
}

/** Whether the name of an id says that it is a number or a code. */
export function isNumbered({ key }: Column): boolean {
  return /(?:id|nr|nbr|no|num|number|nummer|code)$/.test(key);
}

/** Whether a column is named as one of times since 1970. */
export function isNamedAsTime({ key }: Column): boolean {
  return /^(?:unix|epoch)|time$|timestamp$|^time|^ts$/.test(key);
}

/** Whether a column is named as one of Julian dates, or of years with decimals. */
export function isNamedAsJulian({ key }: Column): boolean {
  return /^(?:date|time)?(?:m?jd|(?:modified)?julian(?:date|day)|(?:decimal|dec|frac(?:tional)?)(?:date|year|yr)|year(?:decimal|frac(?:tion)?))$/.test(
    key,
  );
}

/** The columns that are in none of the other groups, in their order. The time is that of all columns together: a table
 *  may have tens of thousands. */
export function columnsWithout(
  columns: readonly Column[],
  ...others: readonly (readonly Column[])[]
): Column[] {
  const left = new Set(others.flat());
  return columns.filter((column) => !left.has(column));
}

export const closeKeys = ['close', 'closelast'];
const priceKeys = ['open', 'high', 'low', 'adjclose', 'volume', 'vol'];
/** Names that always mean the target, the surest first. */
export const targetKeys = [...closeKeys, 'y', 'value', 'obsvalue', 'target'];
/** Last words of names that mean the target if one column has them. An earlier line goes before a later one. */
const targetWords = [
  ['sales', 'sale', 'sold', 'demand', 'quantity', 'qty', 'units', 'orders', 'revenue', 'turnover'],
  ['load', 'consumption', 'usage', 'passengers', 'traffic', 'count', 'cnt'],
  ['price', 'amount', 'values'],
];

/** The column whose name ends in a word that means the target; undefined if none has, or several have. */
export function columnByWord(columns: readonly Column[]): Column | undefined {
  for (const words of targetWords) {
    const named = columns.filter((column) => words.includes(lastWord(column)));
    if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  }
  return undefined;
}

function lastWord({ name }: Column): string {
  const spaced = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.match(/[\p{L}\p{N}]+/gu)?.at(-1) ?? '';
}

const moneyPattern =
  /price|amount|value|sales|cost|revenue|turnover|income|expense|spend|spent|payment|balance|salary|budget|profit|fare|fees?$|total|betrag|preis|umsatz|kosten|montant|importe|precio|valor|harga|biaya|jumlah|penjualan/;

/** Whether a column is named as the target, or as one of amounts of money: `y`, `unit_price`, `Total sales`. */
export function namesMoney({ key }: Column): boolean {
  return targetKeys.includes(key) || moneyPattern.test(key);
}

/** Whether the columns are those of prices: a close beside open, high, low or volume. */
export function arePrices(columns: readonly Column[]): boolean {
  const has = (keys: string[]) => columns.some(({ key }) => keys.includes(key));
  return has(closeKeys) && has(priceKeys);
}

/** Names of columns that describe the day or an event, and so are covariates of another column. */
const eventPattern =
  /^(is|has)?(school|state|public)?(holidays?|promos?|promotions?|weekend|workingday|weekday|dayofweek|dow|dayofyear|doy|weekofyear|monthofyear|events?|closed|discount)(flag)?$|^(year|yr|quarter|month|mnth|week|day|dayofmonth|hour|hr|minute|season)$/;

export function describesDay({ key }: Column): boolean {
  return eventPattern.test(key);
}

/** Names of columns that number the rows. */
const rowKeys =
  /^(unnamed\d+|index|idx|row|rows|rownum|rownumber|rowid|rownames|recordid|record|obs|nr|no|num|id|x|v1|instant|\d+|)$/;

/** Names of columns that number entries of a log, from any number on. */
const entryKeys =
  /^(?:entry|record|rec|row|event|seq|sequence|log|reading|measurement|message|sample|obs|observation)(?:id|no|nr|num|number)$|^record$/;

/** Whether a column without a name, or with the name of an index, may number the rows. */
export function mayNumberRows(column: Column): boolean {
  return rowKeys.test(column.key) || numbersEntries(column) || namesRecords(column);
}

/** Whether the name of a column says that it numbers the entries of a log, which may begin at any number. */
export function numbersEntries({ key }: Column): boolean {
  return entryKeys.test(key);
}

/** Whether the last word of a name is `id`, as in `Activity ID` and `orderId`. The columns that may
 *  name series are others. */
export function namesRecords(column: Column): boolean {
  return lastWord(column) === 'id' && !mayBeId(column);
}

/** Whether nobody has given the column its name: pandas and R write such columns for the index of a table. */
export function isUnnamed({ key, name }: Column): boolean {
  return /^unnamed\d+$/.test(key) || name === '' || /^\.\.\.\d+$/.test(name);
}

/** Fewer different values of an id column may be series with one observation each. */
export const rowKeysMin = 4;
