/** Finds formulas of a workbook that have no stored value. Programs that write workbooks without computing
 *  them leave such files. */
import type { Archive } from './archive.ts';

const worksheet = /(?:^|\/)worksheets\/[^/]+\.xml$/i;
/** A cell with a formula and no value. A formula whose value is an empty text has the type `str`. */
const emptyFormula =
  /<c\b(?![^<>]*\st="str")[^<>]*><f\b(?:[^<>]*\/>|[^<>]*>[^<]*<\/f>)(?:<v\s*\/>|<v>\s*<\/v>)?\s*<\/c>/;
/** Characters of a cell that two chunks may share. */
const cellLengthMax = 4_096;

export async function hasEmptyFormulas(archive: Archive): Promise<boolean> {
  for (const name of archive.names.filter((name) => worksheet.test(name))) {
    let rest = '';
    for await (const chunk of archive.content(name)) {
      const text = rest + chunk.toString('latin1');
      if (emptyFormula.test(text)) return true;
      rest = text.slice(-cellLengthMax);
    }
  }
  return false;
}
