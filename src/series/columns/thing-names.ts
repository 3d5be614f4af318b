/** Names of columns that say what all rows are about: places, devices, products and units. */
import { namesCount, namesRecords } from './column-names.ts';
import type { Column } from './header.ts';

/** Kinds, states and groups are not among them: they may change from file to file. */
const thingName =
  /^(?:stores?|shop|branch|outlet|warehouse|depot|plant|site|location|stations?|meter|sensor|device|machine|turbine|region|country|city|geo|symbol|ticker|isin|sku|product|item|article|account)(?:id|nr|no|num|number|name|code)?$/;
const germanName =
  /^(?:z(?:ä|ae)hl(?:er|punkt)|mess(?:stelle|punkt|lokation)|marktlokation|filiale?|standort|station|ger(?:ä|ae)t|anlage|kunden?|artikel|produkt|werk|lager|land|einheit|w(?:ä|ae)hrung)(?:nummer|nr|id|name|kennung)?$/;
const unitName = /^(?:units?|unitofmeasure|uom|currency|currencycode|einheit|w(?:ä|ae)hrung)$/;
/** Names of columns that have ids of series or of meters and nothing else. */
const idKeys = ['uniqueid', 'seriesid', 'mpan', 'mprn'];
const coordinate =
  /^(?:lat|latitude|lon|lng|longitude|elev|elevation|altitude|geo(?:breite|l(?:ä|ae)nge)|(?:breiten|l(?:ä|ae)ngen)grad|stationsh(?:ö|oe)he)$/;

export function namesUnit({ key }: Column): boolean {
  return unitName.test(key);
}

/** Whether a column is named as one that tells what the rows are about. Keys of runs and records are not: each file has others. */
export function namesThing({ key }: Column): boolean {
  return [thingName, germanName, unitName].some((name) => name.test(key)) || idKeys.includes(key);
}

/** Whether a column with one number describes all rows by it: a code of a thing, a coordinate, or the id of a record. */
export function describesRows(column: Column, value: number): boolean {
  if (coordinate.test(column.key) || namesRecords(column)) return true;
  return namesThing(column) && !namesCount(column) && Number.isInteger(value) && value > 0;
}
