import { describe, expect, test } from 'vitest';
import { tableOptionsSchema } from '../../../src/contracts/schemas/datasets/dataset.ts';
import { Markup, markupBytesMax } from '../../../src/series/archive/markup.ts';
import { readFile } from '../../../src/series/table-bodies/file.ts';
import { workbookOf } from '../../support/files/workbook.ts';
import { refusal } from '../reading.ts';

const cell = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
const rows = (between = '') =>
  `<row r="1">${cell('A1', 't')}${cell('B1', 'y')}</row>${between}${[2, 3, 4, 5]
    .map((r) => `<row r="${r}"><c r="A${r}"><v>${r}</v></c><c r="B${r}"><v>1</v></c></row>`)
    .join('')}`;
const read = (bytes: Buffer) => readFile(bytes, tableOptionsSchema.parse({}), {} as never);
const blanks = ' '.repeat(15_000_000);
const long = 'x'.repeat(markupBytesMax);

const hostile = {
  'a tag': `<row${blanks}/>`,
  'a comment of dashes': `<!--${'-'.repeat(15_000_000)}-->`,
  'a closing tag': `</row${blanks}>`,
  'an attribute of end marks': `<row r="${'>'.repeat(5_000_000)}"/>`,
  'character data': `<![CDATA[${']>'.repeat(3_000_000)}]]>`,
  'an instruction': `<?x ${'>'.repeat(5_000_000)}?>`,
  'a tag of many attributes': `<row ${Array.from({ length: 100_000 }, (_, i) => `a${i}="1"`).join(' ')}/>`,
};
for (const [name, markup] of Object.entries(hostile))
  test(`a sheet with ${name} of megabytes is refused before it is parsed`, async () => {
    const { code, detail } = await refusal(() => read(workbookOf(rows(markup))));
    expect([code, detail]).toEqual([
      'xlsx_invalid',
      expect.stringContaining('a tag or a comment of more than'),
    ]);
  });

test('a sheet that is no XML by its name is not read if it has such a tag; a picture with one does no harm', async () => {
  const sheet = workbookOf(rows(hostile['a tag']), { sheet: 'media/picture.png' });
  expect((await refusal(() => read(sheet))).code).toBe('xlsx_invalid');
  const others = [{ name: 'xl/media/picture.bmp', content: `BM<${'\0'.repeat(markupBytesMax + 1)}` }];
  expect((await read(workbookOf(rows(), { others }))).series[0].times).toHaveLength(4);
});

test('a damaged picture does not keep a workbook from being read', async () => {
  const content = Buffer.from('a picture that is stored as it is');
  const others = [{ name: 'xl/media/picture.png', content, isStored: true }];
  const bytes = workbookOf(rows(), { others });
  bytes[bytes.indexOf(content)] ^= 1;
  expect((await read(bytes)).series[0].times).toHaveLength(4);
});

describe('markup', () => {
  const documents: [name: string, document: string, isBounded: boolean][] = [
    ['long text', `<a>${long}${long}</a>`, true],
    ['many tags', '<c r="A1"/>'.repeat(100_000), true],
    ['an end mark in quotation marks', `<a b=">"${long}>`, false],
    ['an end mark after a quotation mark of the other kind', `<a b='">' c="'"${long}>`, false],
    ['a quotation mark in a closing tag', `</a">${long}<b>`, true],
    ['a comment that looks like a tag', `<!--<a>-->${long}`, true],
    ['an end mark in a comment', `<!-->->--${long}-->`, false],
    ['a comment that ends with three dashes', `<!---x--->${long}`, true],
    ['an end mark in character data', `<![CDATA[>]>]]${long}]]>`, false],
    ['character data that end with three brackets', `<![CDATA[x]]]>${long}`, true],
    ['a declaration', `<!DOCTYPE a>${long}`, true],
    ['a declaration that begins like a comment', `<!-x>${long}`, true],
    ['a declaration that begins like both', `<![->${long}`, true],
    ['an instruction with an end mark', `<?a >${long}?>`, false],
    ['an instruction with its end', `<?a ??>${long}`, true],
    ['an empty tag', `<>${long}`, true],
    ['a tag within a tag', `<a <b>${long}`, true],
    ['a tag without an end', `<a ${long}`, false],
  ];
  for (const [name, document, isBounded] of documents)
    test(`${name}: ${isBounded ? 'within' : 'beyond'} the bound, in whatever parts it comes`, () => {
      const bytes = Buffer.from(document);
      for (const size of [1, 2, 7, 16_384, bytes.length]) {
        const markup = new Markup();
        let isWithin = true;
        for (let at = 0; at < bytes.length && isWithin; at += size)
          isWithin = markup.isBounded(bytes.subarray(at, at + size));
        expect(isWithin, `parts of ${size}`).toBe(isBounded);
      }
    });
});
