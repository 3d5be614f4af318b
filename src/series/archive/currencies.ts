/** Removes the currencies from the formats of numbers in a workbook. The reader of sheets takes letters of a format for
 *  those of dates: with `#,##0.00 [$S/-280A]` or `[$Din.-81A]`, it would read an amount as a date. */

/** Name of the part with the formats. */
const stylesPart = /(?:^|\/)styles\d*\.xml$/i;
/** A currency or a language: `[$€-407]`, `[$-409]`. The letters of dates stand outside of it. */
const currency = /\[\$[^[\]"<>]{0,128}\]/g;
/** Characters of a currency, brackets included. */
const currencyMax = 131;

/** @param name of a part of a workbook. @returns its content without currencies if it has formats */
export function withoutCurrencies(name: string, content: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  return stylesPart.test(name) ? rewritten(content) : content;
}

async function* rewritten(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let open = ''; // a currency may end in the next chunk
  for await (const chunk of content) {
    const text = (open + chunk.toString('latin1')).replace(currency, '');
    const last = text.lastIndexOf('[');
    const end = last < 0 || text.length - last >= currencyMax ? text.length : last;
    open = text.slice(end);
    if (end > 0) yield Buffer.from(text.slice(0, end), 'latin1');
  }
  if (open !== '') yield Buffer.from(open, 'latin1');
}
