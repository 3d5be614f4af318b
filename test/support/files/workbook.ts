import { zipOf } from './zip.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

interface Options {
  /** Whether the sheet is stored without compression. */
  isStored?: boolean;
  /** Name of the sheet's part below `xl/`. */
  sheet?: string;
  /** XML of the part with the formats. */
  styles?: string;
  isFrom1904?: boolean;
  /** Further parts. */
  others?: Parameters<typeof zipOf>[0];
}

/** An xlsx workbook with one sheet. @param rows XML of its rows */
export function workbookOf(
  rows: string,
  {
    isStored = false,
    sheet = 'worksheets/sheet1.xml',
    styles,
    isFrom1904 = false,
    others = [],
  }: Options = {},
): Buffer {
  return zipOf([
    { name: '[Content_Types].xml', content: '<Types/>' },
    {
      name: '_rels/.rels',
      content: `<Relationships><Relationship Id="r" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${main}" xmlns:r="${relations}">${isFrom1904 ? '<workbookPr date1904="1"/>' : ''}<sheets><sheet name="S" sheetId="1" r:id="r"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships><Relationship Id="r" Type="${relations}/worksheet" Target="${sheet}"/>${styles === undefined ? '' : `<Relationship Id="s" Type="${relations}/styles" Target="styles.xml"/>`}</Relationships>`,
    },
    ...(styles === undefined ? [] : [{ name: 'xl/styles.xml', content: styles }]),
    {
      name: `xl/${sheet}`,
      content: `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
      isStored,
    },
    ...others,
  ]);
}
