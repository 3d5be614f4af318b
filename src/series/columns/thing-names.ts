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
const keysOfThings = ['uniqueid', 'seriesid', 'mpan', 'mprn'];
/** Things whose name alone may mean how many there are, or what they are worth: a stock (Lager),
 *  an investment (Anlage). */
const quantityName = /^(?:warehouse|depot|product|item|article|account|anlage|artikel|produkt|lager)$/;
const coordinate =
  /^(?:lat|latitude|lon|lng|longitude|elev|elevation|altitude|geo(?:breite|l(?:ä|ae)nge)|(?:breiten|l(?:ä|ae)ngen)grad|stationsh(?:ö|oe)he)$/;

/** Whether a column is named as a latitude, a longitude or a height. */
export function namesCoordinate({ key }: Column): boolean {
  return coordinate.test(key);
}

export function namesUnit({ key }: Column): boolean {
  return unitName.test(key);
}

/** Whether a column is named as one that tells what the rows are about. Keys of runs and records are not:
 *  each file has others. */
export function namesThing({ key }: Column): boolean {
  return [thingName, germanName, unitName].some((name) => name.test(key)) || keysOfThings.includes(key);
}

/** Whether numbers in a column that is named as a thing may be a quantity of it. */
export function mayBeQuantity(column: Column): boolean {
  return namesCount(column) || quantityName.test(column.key);
}

/** Whether a column with one number describes all rows by it: a code of a thing, a coordinate,
 *  or the id of a record. */
export function describesRows(column: Column, value: number): boolean {
  if (namesCoordinate(column) || namesRecords(column)) return true;
  return namesThing(column) && !mayBeQuantity(column) && Number.isInteger(value) && value > 0;
}
