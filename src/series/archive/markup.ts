/** Bounds the length of tags, comments and other markup of XML. The reader of sheets looks at unfinished markup again
 *  with every 16 KiB that come: one tag of 15 MB, 16 kB on the wire, took it 50 seconds. */

/** Longest markup, in bytes. Spreadsheet programs write tags of some hundred; lists of cell ranges in an attribute
 *  may reach some thousand. */
export const markupBytesMax = 256 * 1024;

const [text, opened, tag, quoted, closing, instruction, exclamation, declaration, comment, data] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
];

const codes = (characters: string) => [...characters].map((one) => one.charCodeAt(0));
const [less, greater, bang, question, slash, double, single, dash, bracket] = codes('<>!?/"\'-]');
/** Beginnings of markup after `<!`. Everything else begins a declaration. */
const beginnings = new Map([
  ['--', comment],
  ['[CDATA[', data],
]);

/** Reads a document in parts, by the rules of the reader of sheets: it takes quotation marks into account
 *  in opening tags only. */
export class Markup {
  #state = text;
  /** Bytes of the present markup. */
  #length = 0;
  /** Marks in a row that may belong to the end: of `-->`, `]]>` and `?>`. */
  #marks = 0;
  #quote = 0;
  /** The text after `<!`, while it does not tell yet what begins. */
  #beginning = '';

  /** @returns whether all markup up to here is within the bound */
  isBounded(chunk: Uint8Array): boolean {
    // Most bytes are in text and in tags, which need no more than these.
    let [state, length, quote] = [this.#state, this.#length, this.#quote];
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (state === text) {
        if (byte !== less) continue;
        state = opened;
        length = 0;
      } else if (state === quoted) {
        if (byte === quote) state = tag;
      } else if (
        state === tag ||
        (state === opened && byte !== bang && byte !== question && byte !== slash)
      ) {
        state = tag;
        if (byte === greater) state = text;
        else if (byte === double || byte === single) [state, quote] = [quoted, byte];
      } else {
        state = this.#after(state, byte);
      }
      if (++length > markupBytesMax) return false;
    }
    [this.#state, this.#length, this.#quote] = [state, length, quote];
    return true;
  }

  #after(state: number, byte: number): number {
    switch (state) {
      case opened:
        this.#marks = 0;
        this.#beginning = '';
        if (byte === slash) return closing;
        return byte === question ? instruction : exclamation;
      case exclamation:
        return this.#begin(byte);
      case instruction:
        return this.#endsAt(byte, question, 1) ? text : state;
      case comment:
        return this.#endsAt(byte, dash, 2) ? text : state;
      case data:
        return this.#endsAt(byte, bracket, 2) ? text : state;
      default:
        return byte === greater ? text : state;
    }
  }

  #begin(byte: number): number {
    this.#beginning += String.fromCharCode(byte);
    const begun = beginnings.get(this.#beginning);
    if (begun !== undefined) return begun;
    if ([...beginnings.keys()].some((one) => one.startsWith(this.#beginning))) return exclamation;
    return byte === greater ? text : declaration;
  }

  /** @param least marks that an end has before its `>` */
  #endsAt(byte: number, mark: number, least: number): boolean {
    if (byte === greater && this.#marks >= least) return true;
    this.#marks = byte === mark ? this.#marks + 1 : 0;
    return false;
  }
}
